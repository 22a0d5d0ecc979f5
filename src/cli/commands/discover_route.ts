import { load } from "../../adapters/load.ts";
import { buildCommand, type TypedCommandFlagParameters } from "@stricli/core";
import { parseFlowName } from "../../engine/flows/flow_names.ts";
import type { Context } from "../context.ts";
import type { DiscoverFlags } from "../flags/discover.ts";
import { profileFlag, signInFlags } from "../flags/get_token.ts";
import {
  choiceFlag,
  listFlag,
  onFlag,
  parsedFlag,
  switchFlag,
  textFlag,
} from "../flags/kinds.ts";
import { newSecretFlags } from "../flags/new_secret.ts";
import { passphraseFlags, tokenStoreFlag } from "../flags/storage.ts";

/** How somebody signs in to Graph. */
const signIn = {
  profile: { ...profileFlag, brief: "sign in as this profile does" },
  tenant: textFlag("the tenant: id or domain (or a token, to inspect)", "id"),
  flow: parsedFlag(parseFlowName, {
    brief: "how to sign in; chosen when left out",
    placeholder: "flow",
  }),
  clientId: textFlag("client to sign in with", "id"),
  client: textFlag(
    "the same by name; graph-powershell unless said otherwise",
    "name",
  ),
  cloud: signInFlags.cloud,
  authority: signInFlags.authority,
  graph: textFlag("Graph of an authority that is none of Microsoft's", "url"),
  account: signInFlags.account,
  loginHint: signInFlags.loginHint,
  timeout: signInFlags.timeout,
  open: signInFlags.open,
  showUrl: signInFlags.showUrl,
  tokenStore: tokenStoreFlag,
  ...passphraseFlags,
  cache: onFlag("use the token of an earlier call, and keep this one"),
  force: switchFlag("sign in with a new token even if a kept one is good"),
  interaction: onFlag("ask the user anything"),
} as const;

/** What the profile is that is made. */
const made = {
  create: textFlag("make a profile of this name from one of them", "name"),
  app: textFlag("from this one: its client id, or its whole name", "app"),
  permission: listFlag("what it asks for, repeatable", "scopes"),
  ...newSecretFlags,
  clientSecretEnv: signInFlags.clientSecretEnv,
  clientSecretFile: signInFlags.clientSecretFile,
  clientSecretCommand: signInFlags.clientSecretCommand,
  clientSecretStdin: switchFlag(
    "read the client secret from standard input and keep it sealed",
  ),
  secretStore: choiceFlag(
    ["keyring", "vault"],
    "what seals it: the system's keyring, or a passphrase",
  ),
  clientCertificate: signInFlags.clientCertificate,
  clientKey: signInFlags.clientKey,
  certificatePasswordEnv: signInFlags.certificatePasswordEnv,
  certificatePasswordFile: signInFlags.certificatePasswordFile,
  certificatePasswordStdin: switchFlag(
    "read its password from standard input and keep it sealed",
  ),
} as const;

const discoverParameters: TypedCommandFlagParameters<DiscoverFlags, Context> = {
  flags: {
    search: textFlag("a part of the name or client id; * for anything", "text"),
    ...signIn,
    ...made,
    output: {
      ...choiceFlag(["table", "json", "yaml", "tsv"], "how to show them"),
      placeholder: "format",
    },
    json: switchFlag("the same as -o json"),
  },
  aliases: { t: "tenant", s: "search", p: "profile", f: "flow", o: "output" },
};

/** `discover`, as help shows it. */
export const discover = buildCommand({
  loader: () =>
    load<typeof import("./discover.ts")>("./discover.ts", import.meta.url),
  parameters: discoverParameters,
  docs: {
    brief: "Find app registrations, and make profiles from them",
    fullDescription:
      `Shows the app registrations of a tenant, and which of them have a profile.
Signs in with Microsoft Graph PowerShell's client, or as a profile does, for
Application.Read.All. Without -t: the tenant of whoever signs in.

--search looks for a part of the name or client id, in any case. With *, the
whole of one has to match: "Contoso*". None found is no error: exit code 0.

On a terminal it offers to make a profile: a filter or a number, the profile's
name, what it asks for (out of the app's own permissions), and how its client
proves itself. --create does the same; what other options leave out is asked or
read from standard input, an answer a line in that order. With --app and
--permission nothing is asked, and without a secret it is a public client.
Client secrets and certificates named here are the new profile's.

--new-secret needs Application.ReadWrite.All and the right to change the app.
The secret is called ENTRADA-EXP-DD-MMM-YY after the day on which it ends, goes
straight into the profile, and is shown only with --show-secret. Older secrets
stay.

Elsewhere than on a terminal: a line each, with tabs between client id, name,
publisher domain, day of creation and profiles. JSON: {tenant_id,
applications[{client_id, object_id, name, publisher_domain, created_at,
profiles[]}]}. A token given to -t is inspected, with the exit codes of inspect.

EXAMPLES
  entrada discover -t contoso.com
  entrada discover -s report --json | jq -r '.applications[].name'
  # a profile for a program, with a new secret
  entrada discover -t contoso.com --create nightly --app "Nightly Report" \\
    --permission https://graph.microsoft.com/.default --new-secret --days 90
  # a profile for a person, by answers to questions
  printf 'orders\\n1\\nUser.Read\\nnone\\n' | entrada discover --create orders`,
  },
});
