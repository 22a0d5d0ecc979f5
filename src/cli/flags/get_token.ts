import type { TypedCommandFlagParameters } from "@stricli/core";
import {
  type FlowName,
  FLOWS,
  parseFlowName,
} from "../../engine/flows/flow_names.ts";
import type { Context } from "../context.ts";
import { parseDuration } from "../durations.ts";
import { UsageError } from "../errors.ts";
import {
  listFlag,
  onFlag,
  parsedFlag,
  parsePort,
  parseVariableName,
  parseWhole,
  switchFlag,
  textFlag,
} from "./kinds.ts";

/** What `get-token` can be told. */
export type GetTokenFlags = {
  readonly profile?: string;
  readonly flow?: FlowName;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly clientSecretStdin?: boolean;
  readonly cloud?: string;
  readonly authority?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly file?: string;
  readonly includeRefreshToken?: boolean;
  readonly warnExpiry: number;
  readonly force?: boolean;
  readonly cache: boolean;
  readonly minTtl?: number;
  readonly timeout?: number;
  readonly interaction: boolean;
  readonly open?: boolean;
  readonly showUrl?: boolean;
  readonly redirectUri?: string;
  readonly port?: number;
  readonly portRange?: readonly number[];
  readonly loginHint?: string;
  readonly domainHint?: string;
  readonly prompt?: string;
  readonly claims?: string;
  readonly mkt?: string;
};

const PROMPTS = ["login", "consent", "select_account", "none", "create"];

function parsePrompt(text: string): string {
  if (PROMPTS.includes(text)) return text;
  throw new UsageError(
    `"${text}" is not one of ${PROMPTS.join(", ")}`,
  );
}

function parsePortRange(text: string): readonly number[] {
  const [first, last, ...more] = text.split("-").map(parsePort);
  if (
    first === undefined || last === undefined || more.length > 0 ||
    last < first || last - first > 999
  ) {
    throw new UsageError(
      `"${text}" is not a range of at most 1000 ports`,
      "Write the first and the last port, such as 8400-8410",
    );
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function parseClaims(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return text;
    }
  } catch {
    // Said below, once for both.
  }
  throw new UsageError(
    "this is not a JSON object",
    `Quote it for your shell: --claims '{"access_token":{"nbf":{"essential":true}}}'`,
  );
}

const flowNames = FLOWS.map((flow) => flow.name).join(", ");

/** The options of `get-token`. */
export const getTokenParameters: TypedCommandFlagParameters<
  GetTokenFlags,
  Context
> = {
  flags: {
    profile: textFlag("take what is not given here from this profile", "name"),
    flow: parsedFlag(parseFlowName, {
      brief: `how to get the token: ${flowNames}`,
      placeholder: "flow",
    }),
    scope: listFlag(
      "what for: scopes, by space or comma, repeatable",
      "scopes",
    ),
    resource: textFlag("the API, in place of scopes: its /.default", "uri"),
    tenant: textFlag(
      "id, domain, common, organizations or consumers",
      "tenant",
    ),
    clientId: textFlag("application (client) id of the registration", "id"),
    clientSecretEnv: parsedFlag(parseVariableName, {
      brief: "environment variable that holds the client secret",
      placeholder: "NAME",
    }),
    clientSecretFile: textFlag("file that holds the client secret", "path"),
    clientSecretStdin: switchFlag("read the client secret from standard input"),
    cloud: textFlag("public (default), usgov or china", "cloud"),
    authority: textFlag(
      "whole authority address, in place of the cloud",
      "url",
    ),
    output: textFlag(
      "token (default), json, yaml, header, env, curl, az, azd or exec-credential",
      "format",
    ),
    json: switchFlag("the same as -o json"),
    file: textFlag(
      "write to this file (mode 0600), not to standard output",
      "path",
    ),
    includeRefreshToken: switchFlag("show the refresh token too (json, yaml)"),
    warnExpiry: {
      kind: "parsed",
      parse: (text: string) => parseWhole(text, { from: 0, to: 525_600 }),
      default: "5",
      brief: "warn when the token ends within so many minutes",
      placeholder: "minutes",
    },
    force: switchFlag("get a new token even if a kept one is still good"),
    cache: onFlag("keep tokens in memory during the call"),
    minTtl: parsedFlag(parseDuration, {
      brief: "life the token must still have, such as 10m",
      placeholder: "time",
    }),
    timeout: parsedFlag(parseDuration, {
      brief: "give up after this time, such as 30s or 2m",
      placeholder: "time",
    }),
    interaction: onFlag("ask the user to sign in where it is needed"),
    open: {
      kind: "boolean",
      optional: true,
      brief: "open the browser; without it, the address is shown",
    },
    showUrl: switchFlag("show the sign-in address on one line"),
    redirectUri: textFlag("the registered redirect URI", "uri"),
    port: parsedFlag(parsePort, {
      brief: "port to listen on for the browser's answer",
      placeholder: "port",
    }),
    portRange: parsedFlag(parsePortRange, {
      brief: "ports to try, first to last",
      placeholder: "first-last",
    }),
    loginHint: textFlag("user name to fill in", "user"),
    domainHint: textFlag(
      "domain that leads to the right sign-in page",
      "domain",
    ),
    prompt: parsedFlag(parsePrompt, {
      brief: PROMPTS.join(", "),
      placeholder: "prompt",
    }),
    claims: parsedFlag(parseClaims, {
      brief: "claims to ask for, as JSON",
      placeholder: "json",
    }),
    mkt: textFlag("language of the sign-in, such as de-DE", "language"),
  },
  aliases: {
    p: "profile",
    f: "flow",
    s: "scope",
    t: "tenant",
    o: "output",
  },
};
