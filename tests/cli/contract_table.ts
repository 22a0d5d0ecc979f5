/** The contract of the command line as a table: what is typed, and what comes of it. */
import { CONFIG_ROWS } from "./contract_config_table.ts";
import { DOOR_ROWS } from "./contract_doors.ts";
import { NAME_ROWS } from "./contract_name_table.ts";
import { REFERENCE_ROWS } from "./contract_reference_table.ts";
import type { ContractRow } from "./contract_row.ts";
import { TOKEN_ROWS } from "./contract_token_table.ts";
import { USE_ROWS } from "./contract_use_table.ts";

/** Every row. */
export const CONTRACT: readonly ContractRow[] = [
  ...DOOR_ROWS,
  ...TOKEN_ROWS,
  ...NAME_ROWS,
  ...USE_ROWS,
  ...REFERENCE_ROWS,
  ...CONFIG_ROWS,
];
