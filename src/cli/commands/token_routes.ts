import { load } from "../../adapters/load.ts";
import { buildCommand, type TypedCommandParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { profileFlag } from "../flags/get_token.ts";
import type { InspectFlags } from "../flags/inspect.ts";
import { choiceFlag, listFlag, switchFlag, textFlag } from "../flags/kinds.ts";
import { passphraseFlags, tokenStoreFlag } from "../flags/storage.ts";
import type { DiffFlags, VerifyFlags } from "../flags/verify.ts";

// Options stand beside the routes here: every command pays for each module that
// is read before the routes are known.

const keptFlags = { tokenStore: tokenStoreFlag, ...passphraseFlags } as const;

const sourceFlags = {
  file: textFlag("read the token from this file", "path"),
  profile: { ...profileFlag, brief: "the token that is kept for this profile" },
  ...keptFlags,
} as const;

const tokenArgument = {
  parse: String,
  optional: true,
  brief: "the token, or - for standard input",
  placeholder: "token",
} as const;

const jsonFlag = switchFlag("the same as -o json");

const prettyFlag = {
  ...choiceFlag(
    ["pretty", "json"],
    "how to show it; pretty unless said otherwise",
  ),
  placeholder: "format",
} as const;

const inspectParameters: TypedCommandParameters<
  InspectFlags,
  [token?: string],
  Context
> = {
  flags: {
    ...sourceFlags,
    output: {
      kind: "enum",
      values: ["pretty", "json", "yaml"],
      optional: true,
      brief: "how to show it; pretty unless said otherwise",
      placeholder: "format",
    },
    json: jsonFlag,
    header: switchFlag("show the header alone"),
    claims: switchFlag("show the claims alone"),
    id: switchFlag("show the ID token where there is one beside it"),
  },
  aliases: { o: "output", p: "profile" },
  positional: { kind: "tuple", parameters: [tokenArgument] },
};

const verifyParameters: TypedCommandParameters<
  VerifyFlags,
  [token?: string],
  Context
> = {
  flags: {
    aud: listFlag("whom it must be for: the API's id or URI", "audience"),
    tenant: textFlag("the tenant: id or domain", "tenant"),
    iss: textFlag("its issuer, letter for letter", "issuer"),
    authority: textFlag("the authority that is trusted", "address"),
    cloud: textFlag("the cloud of the tenant: public, usgov, china", "cloud"),
    jwks: textFlag("take the keys from this key set", "file or address"),
    scope: listFlag("a scope that it must have", "scope"),
    role: listFlag("a role that it must have", "role"),
    app: textFlag("the client that it must be issued to", "client id"),
    type: choiceFlag(["app", "user"], "for whom it must speak"),
    for: textFlag("say why this API would reject it", "API or preset"),
    ...sourceFlags,
    output: prettyFlag,
    json: jsonFlag,
  },
  aliases: { o: "output", p: "profile", t: "tenant", s: "scope" },
  positional: { kind: "tuple", parameters: [tokenArgument] },
};

const diffParameters: TypedCommandParameters<
  DiffFlags,
  [first: string, second: string],
  Context
> = {
  flags: { output: prettyFlag, json: jsonFlag, ...keptFlags },
  aliases: { o: "output" },
  positional: {
    kind: "tuple",
    parameters: ["first", "second"].map((which) => ({
      parse: String,
      brief: `the ${which} token, its file, profile:NAME or -`,
      placeholder: `${which}-token`,
    })) as [
      { parse: typeof String; brief: string; placeholder: string },
      { parse: typeof String; brief: string; placeholder: string },
    ],
  },
};

/** `inspect`. */
export const inspect = buildCommand({
  loader: () =>
    load<typeof import("./inspect.ts")>("./inspect.ts", import.meta.url),
  parameters: inspectParameters,
  docs: {
    brief: "Explain a token; its signature is not verified",
    fullDescription:
      `Explains a token: whose it is, what it may do, how long. Reads what can be
read of damaged, encrypted and opaque tokens. Nothing is sent anywhere, and the
signature is not verified. Exit code 7: expired, not yet valid or not readable.

Takes the token out of what stands around it: Bearer, a header line, quotation
marks, line breaks, an address, or the JSON that a token endpoint answered. Of
an access token and an ID token it shows the access token.

JSON: {header, payload, claims[{name, value, text, meaning, group}],
warnings[{code, message}], expires_in, kind, subject, summary, problems[],
verified}; verified is always false.

EXAMPLES
  entrada inspect eyJhbGciOi...
  entrada get-token -p work | entrada inspect
  # what is kept for a profile
  entrada inspect -p work
  # what a token endpoint answered
  entrada inspect --file answer.json
  entrada inspect --file answer.json --id
  entrada inspect -o json - < token.txt | jq .payload.exp`,
  },
});

/** `verify`. */
export const verify = buildCommand({
  loader: () =>
    load<typeof import("./verify.ts")>("./verify.ts", import.meta.url),
  parameters: verifyParameters,
  docs: {
    brief: "Check a token's signature, and what else it has to be",
    fullDescription:
      `Verifies a token as an API does: the signature by the issuer's keys, the times,
and what is asked for. Each check has a line with its code, which never changes.
Exit code 7: something is wrong.

Keys come from the issuer where that is Microsoft or was named by --iss or
--authority, else from --jwks; never from where a token points. The authority of
a profile is trusted with -p.

Tokens of Microsoft Graph and other APIs of Microsoft's (nonce in the header)
can be verified by nobody else; that is a code of its own, nonce_in_header.

--for says why an API would reject the token, without asking anybody: audience,
scope, role, tenant, version, time. It takes an address, an id or a preset.

JSON: {valid, verified, checks[{check, ok, code, message, hint}], kind, header,
payload}; ok is true, false or "skipped". With --for: {target, audiences[],
rejected, reasons[], checks[], verified}.

EXAMPLES
  # an API's own check
  entrada verify "$TOKEN" --aud api://orders -t contoso.com --scope Orders.Read
  entrada verify - --jwks keys.json --iss https://idp.example.org < token
  # what is kept for a profile
  entrada verify -p work
  # why the API says 401
  entrada verify -p work --for keyvault
  entrada verify "$TOKEN" --json | jq -r '.checks[] | select(.ok == false).code'`,
  },
});

/** `diff`. */
export const diff = buildCommand({
  loader: () => load<typeof import("./diff.ts")>("./diff.ts", import.meta.url),
  parameters: diffParameters,
  docs: {
    brief: "Compare two tokens, claim by claim",
    fullDescription:
      `Compares two tokens claim by claim: scopes, roles and other lists as sets, times
as differences. Neither is verified, and nothing is sent. Exit code 0 whether or
not they differ; 7: one of them cannot be read.

JSON: {same[], differences[{name, group, change, before, after, text, gained[],
lost[], later_by}]}; change is added, removed or changed, later_by is in seconds.

EXAMPLES
  entrada diff old.txt new.txt
  entrada diff profile:work profile:admin
  entrada get-token -p work --force | entrada diff "$TOKEN" -
  entrada diff a.jwt b.jwt --json | jq -r '.differences[].name'`,
  },
});
