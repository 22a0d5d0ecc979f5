// Every name of every flow, of every preset and of every value that is one of a
// few: what would be sent says which it is.
import { type FlowName, FLOWS } from "../../src/engine/flows/flow_names.ts";
import {
  CLIENT_PRESETS,
  RESOURCE_PRESETS,
} from "../../src/engine/entra/presets.ts";
import { A_TOKEN, type ContractRow } from "./contract_row.ts";

/** What each flow needs. */
const OPTIONS_OF: Readonly<Record<FlowName, string>> = {
  interactive: "-p me",
  "device-code": "-p me",
  "authorization-code": "-p web",
  hybrid: "-p web",
  implicit: "-p web",
  "client-credentials": "-p app",
  "on-behalf-of": "-p orders --assertion-profile front",
  "refresh-token": "-p me --refresh-token-env REFRESH_TOKEN",
  password: "-p me --username $ADA --password-env PASSWORD",
  "managed-identity": "--resource graph",
  "azure-cli": "--resource graph",
  "azure-powershell": "--resource graph",
  azd: "--resource graph",
};

/** All of them. */
export const NAME_ROWS: readonly ContractRow[] = [
  ...FLOWS.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((alias): ContractRow => ({
      run: `get-token ${OPTIONS_OF[name]} -f ${alias.toUpperCase()} --dry-run`,
      world: { before: ["login -p me"] },
      stdout: /^(In the browser: |GET|POST|\$ (az|azd|pwsh) )/,
    }))
  ),
  ...RESOURCE_PRESETS.map((name): ContractRow => ({
    run: `get-token -p me --resource ${name} --dry-run`,
    stdout: /^ {2}scope=\S+\/\.default openid/m,
  })),
  ...CLIENT_PRESETS.map((name): ContractRow => ({
    run: `get-token -t contoso.com --client ${name} -s x -f device --dry-run`,
    stdout: /^ {2}client_id=[0-9a-f-]{36}$/m,
  })),
  ...["login", "consent", "select_account", "none", "create"].map((name) => ({
    run: `get-token -p me -f browser --prompt ${name} --dry-run`,
    stdout: new RegExp(`prompt=${name}`),
  })),
  ...["common", "organizations", "consumers"].map((name) => ({
    run: `get-token -t ${name} --client-id $CLI -s x -f device --dry-run`,
    stdout: new RegExp(`/${name}/oauth2/v2.0/devicecode`),
  })),
  ...["id_token", "token", "id_token token"].map((type) => ({
    run: `get-token -p web -f implicit --response-type '${type}'`,
    stdout: A_TOKEN,
    sent: [new RegExp(`response_type=${type}&`)],
  })),
];
