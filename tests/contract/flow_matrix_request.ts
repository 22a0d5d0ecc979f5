// What one cell asks for, whichever door it goes through.
import { createClient } from "../../mod.ts";
import { ADA, CONTOSO, GRAPH_DEFAULT } from "./authority_world.ts";
import type { Cell, Host, Row } from "./flow_matrix_cells.ts";
import {
  installTool,
  type Machine,
  portsOf,
  variablesOf,
} from "./flow_matrix_machine.ts";
import { libraryClient } from "./flow_matrix_library.ts";
import {
  clientOf,
  type MatrixAuthority,
  PASTED,
  SECRET,
} from "./flow_matrix_world.ts";

/** A run as a person would put it. */
export interface Asked extends Row {
  readonly authority: MatrixAuthority;
  readonly machine: Machine;
  readonly scopes: readonly string[];
  readonly redirectUri?: string;
  readonly username?: string;
  readonly password?: string;
  /** The user's token, for on-behalf-of. */
  readonly userToken?: string;
  readonly refreshToken?: string;
  /** The very token that a tool lends. */
  readonly lent?: string;
}

/** Prepares one cell: what a flow begins with comes from the same authority. */
export async function prepare(
  { flow, proof }: Cell,
  { authority, folder }: {
    readonly authority: MatrixAuthority;
    readonly folder: string;
  },
): Promise<Asked> {
  const user = { flow, proof, authority, machine: { folder } };
  const asked = { ...user, scopes: ["User.Read"] };
  switch (flow) {
    case "authorization-code":
    case "hybrid":
      return { ...asked, redirectUri: PASTED };
    case "interactive":
      // Any port is good for a public client, one for the others.
      return proof === "none"
        ? asked
        : { ...asked, redirectUri: authority.loopback };
    case "password":
      return { ...asked, ...ADA };
    case "on-behalf-of":
      return { ...asked, userToken: await userTokenFor(asked) };
    case "refresh-token":
      return { ...asked, refreshToken: await refreshTokenFor(asked) };
    case "client-credentials":
      return { ...asked, scopes: [GRAPH_DEFAULT] };
    case "managed-identity": {
      const identity = variablesOf(proof as Host, authority);
      return {
        ...user,
        scopes: [GRAPH_DEFAULT],
        machine: { folder, identity },
      };
    }
    case "azure-cli":
    case "azure-powershell":
    case "azd": {
      const token = await applicationToken(authority);
      await installTool(flow, { folder, token });
      return { ...asked, scopes: [GRAPH_DEFAULT], lent: token };
    }
    default:
      return asked;
  }
}

/** Ada calls the API that is to call on. */
async function userTokenFor(
  { authority, machine, proof }: Asked,
): Promise<string> {
  const client = createClient({
    authority: `${authority.origin}/${CONTOSO}`,
    clientId: clientOf("none"),
    ports: portsOf(machine),
  });
  const scope = `api://${clientOf(proof)}/access_as_user`;
  const token = await client.getToken([scope], { flow: "interactive" });
  return token.accessToken;
}

async function refreshTokenFor(
  { authority, machine, proof, scopes }: Asked,
): Promise<string> {
  const token = await libraryClient({ authority, machine, proof })
    .getToken(scopes, { flow: "device-code" });
  return token.refreshToken?.reveal() ?? "";
}

async function applicationToken(authority: MatrixAuthority): Promise<string> {
  const client = createClient({
    authority: `${authority.origin}/${CONTOSO}`,
    clientId: clientOf("secret"),
    auth: { secret: SECRET },
  });
  return (await client.getToken([GRAPH_DEFAULT])).accessToken;
}
