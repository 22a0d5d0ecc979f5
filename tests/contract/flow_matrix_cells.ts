/**
 * What the product promises: each flow, with each way in which its client proves who it is, through each door and
 * against each authority of the tests. A promise that no run can keep stands in {@linkcode GAPS} with its reason.
 *
 * @module
 */
import type { FlowName } from "../../src/engine/flows/flow_names.ts";
import type { AuthorityCaller } from "./authority_world.ts";

/** How a client proves who it is. */
export type Proof =
  | "none"
  | "secret"
  | "certificate"
  | "assertion"
  | Host
  | "the tool's";

/** Who vouches for a managed identity. */
export type Host = "IMDS" | "App Service" | "Azure Arc" | "Cloud Shell";

export type Door = "`mod.ts`" | "CLI";

export interface Row {
  readonly flow: FlowName;
  readonly proof: Proof;
}

export interface Column {
  readonly door: Door;
  readonly authority: AuthorityCaller["name"];
}

export type Cell = Row & Column;

const ANY = ["none", "secret", "certificate", "assertion"] as const;
const CONFIDENTIAL = ["secret", "certificate", "assertion"] as const;

const PROMISED: Readonly<Record<FlowName, readonly Proof[]>> = {
  "interactive": ANY,
  "authorization-code": ANY,
  "hybrid": ANY,
  "device-code": ANY,
  "client-credentials": CONFIDENTIAL,
  "on-behalf-of": CONFIDENTIAL,
  "refresh-token": ANY,
  "password": ANY,
  "implicit": ["none"],
  "managed-identity": ["IMDS", "App Service", "Azure Arc", "Cloud Shell"],
  "azure-cli": ["the tool's"],
  "azure-powershell": ["the tool's"],
  "azd": ["the tool's"],
};

export const ROWS: readonly Row[] = Object.entries(PROMISED).flatMap((
  [flow, proofs],
) => proofs.map((proof) => ({ flow: flow as FlowName, proof })));

export const COLUMNS: readonly Column[] = [
  { door: "`mod.ts`", authority: "sandbox" },
  { door: "`mod.ts`", authority: "oracle" },
  { door: "CLI", authority: "sandbox" },
  { door: "CLI", authority: "oracle" },
];

/** Why some cells stay empty. */
export interface Gap {
  readonly letter: string;
  readonly reason: string;
  readonly has: (cell: Cell) => boolean;
}

export const GAPS: readonly Gap[] = [
  {
    letter: "a",
    reason: "the oracle is no Azure host, so it gives out no managed identity",
    has: ({ flow, authority }) =>
      flow === "managed-identity" && authority === "oracle",
  },
];

/** Every cell, row by row. */
export const CELLS: readonly Cell[] = ROWS.flatMap((row) =>
  COLUMNS.map((column) => ({ ...row, ...column }))
);

/** A cell in words. */
export function nameOf({ flow, proof, door, authority }: Cell): string {
  return `${door} gets a token by ${flow} (${proof}) from the ${authority}`;
}
