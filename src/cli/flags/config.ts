import type {
  TypedCommandFlagParameters,
  TypedCommandParameters,
} from "@stricli/core";
import {
  type FlowName,
  FLOWS,
  parseFlowName,
} from "../../engine/flows/flow_names.ts";
import type { Context } from "../context.ts";
import {
  listFlag,
  parsedFlag,
  parseVariableName,
  switchFlag,
  textFlag,
} from "./kinds.ts";

/** What `config create` can be told. */
export type ConfigCreateFlags = {
  readonly tenant?: string;
  readonly clientId?: string;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly flow?: FlowName;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly redirectUri?: string;
  readonly cloud?: string;
  readonly authority?: string;
  readonly loginHint?: string;
  readonly default?: boolean;
};

const profileName = {
  parse: String,
  brief: "the profile's name",
  placeholder: "name",
} as const;

/** The options and the argument of `config create`. */
export const configCreateParameters: TypedCommandParameters<
  ConfigCreateFlags,
  [name: string],
  Context
> = {
  flags: {
    tenant: textFlag(
      "id, domain, common, organizations or consumers",
      "tenant",
    ),
    clientId: textFlag("application (client) id of the registration", "id"),
    scope: listFlag(
      "what for: scopes, by space or comma, repeatable",
      "scopes",
    ),
    resource: textFlag("the API, in place of scopes: its /.default", "uri"),
    flow: parsedFlag(parseFlowName, {
      brief: `the usual way: ${FLOWS.map((flow) => flow.name).join(", ")}`,
      placeholder: "flow",
    }),
    clientSecretEnv: parsedFlag(parseVariableName, {
      brief: "environment variable that will hold the client secret",
      placeholder: "NAME",
    }),
    clientSecretFile: textFlag("file that will hold the client secret", "path"),
    redirectUri: textFlag("the registered redirect URI", "uri"),
    cloud: textFlag("public (default), usgov or china", "cloud"),
    authority: textFlag(
      "whole authority address, in place of the cloud",
      "url",
    ),
    loginHint: textFlag("user name to fill in", "user"),
    default: switchFlag("use this profile when none is named"),
  },
  aliases: { t: "tenant", s: "scope", f: "flow" },
  positional: { kind: "tuple", parameters: [profileName] },
};

/** What commands that show something can be told. */
export type ShowFlags = {
  readonly json?: boolean;
};

/** The options of `config list`. */
export const configListParameters: TypedCommandFlagParameters<
  ShowFlags,
  Context
> = { flags: { json: switchFlag("as JSON") } };

/** The options and the argument of `config show`. */
export const configShowParameters: TypedCommandParameters<
  ShowFlags,
  [name?: string],
  Context
> = {
  flags: { json: switchFlag("as JSON") },
  positional: {
    kind: "tuple",
    parameters: [{ ...profileName, optional: true }],
  },
};

/** What `config delete` can be told. */
export type ConfigDeleteFlags = {
  readonly yes?: boolean;
};

/** The options and the argument of `config delete`. */
export const configDeleteParameters: TypedCommandParameters<
  ConfigDeleteFlags,
  [name: string],
  Context
> = {
  flags: { yes: switchFlag("do not ask") },
  aliases: { y: "yes" },
  positional: { kind: "tuple", parameters: [profileName] },
};
