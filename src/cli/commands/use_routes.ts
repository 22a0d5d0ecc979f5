import { buildCommand, type TypedCommandParameters } from "@stricli/core";
import { load } from "../../adapters/load.ts";
import type { Context } from "../context.ts";
import {
  type CallArguments,
  type CallFlags,
  callParameters,
  type ExecFlags,
  execParameters,
} from "../flags/use.ts";

/** `call`. */
export const call = buildCommand({
  loader: () => load<typeof import("./call.ts")>("./call.ts", import.meta.url),
  parameters: callParameters as TypedCommandParameters<
    CallFlags,
    CallArguments,
    Context
  >,
  docs: {
    brief: "Call an API with the right token",
    fullDescription:
      `Calls an API and writes its answer on standard output. The method can be left
out: GET, or POST when there is data. JSON is sent as JSON.

The token is for the API at the address, which is known of Microsoft's own and
where the address is the API's identifier. Another one is named on the command
line with --resource or -s, which are obeyed whatever the address is; that the
profile names it is not enough. A token is sent only to its API, by https, and
never where a redirect points.

A claims challenge is answered once, and a busy API (429) asked again up to
twice. What the API refuses is told on standard error, with the ids that its
support asks for. Exit codes: 3 for 401 and 403; 4 for 429, 5xx and no answer;
5 when the time is up; 1 for any other status but 2xx and 304.

Programs get the answer byte for byte. On a terminal JSON is indented, and
control characters are made visible. --dry-run shows the request, and -o json
makes that {flow, type, scopes[], request{method, url, headers, content}}.

EXAMPLES
  entrada call -p work https://graph.microsoft.com/v1.0/me
  # every page as one list
  entrada call -p work --all 'https://graph.microsoft.com/v1.0/users?$top=100'
  # Key Vault; Azure Storage wants to know the version of its interface
  entrada call https://contoso.vault.azure.net/secrets?api-version=7.4
  entrada call 'https://contoso.blob.core.windows.net/?comp=list' \\
    -H 'x-ms-version: 2023-11-03'
  # an API of one's own
  entrada call POST https://orders.contoso.com/orders --resource api://orders \\
    -d '{"item":"Filter paper"}'
  entrada call PUT https://orders.contoso.com/label --resource api://orders \\
    --data-file a.png
  # to a file; -L because the content is elsewhere
  entrada call -p work -L -o photo.jpg \\
    'https://graph.microsoft.com/v1.0/me/photo/$value'`,
  },
});

/** `exec`. */
export const exec = buildCommand({
  loader: () => load<typeof import("./exec.ts")>("./exec.ts", import.meta.url),
  parameters: execParameters as TypedCommandParameters<
    ExecFlags,
    string[],
    Context
  >,
  docs: {
    brief: "Run a command with the token in its environment",
    fullDescription:
      `Runs a command with the token in ACCESS_TOKEN, or in the variable that --env
names, and its end (seconds since 1970) in the same name with _EXPIRES_ON. The
token stands on no command line. Variables with the secrets of this call are
taken out of the command's environment.

The command has the terminal and the pipes to itself, and gets the signals. Its
exit code is the one of this command; 128 and the signal's number when a signal
ended it, 127 when there is no such command, 126 when it cannot be run.

EXAMPLES
  entrada exec -p work -- ./deploy.sh --all
  entrada exec -p sql --env SQLCMDACCESSTOKEN -- make migrate
  entrada exec -s https://graph.microsoft.com/.default -- python3 report.py`,
  },
});
