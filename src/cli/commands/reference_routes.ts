import { load } from "../../adapters/load.ts";
import { buildCommand } from "@stricli/core";
import {
  completionsParameters,
  explainParameters,
  helpParameters,
} from "../flags/reference.ts";
import { watchParameters } from "../flags/watch.ts";

/** `explain`. */
export const explain = buildCommand({
  loader: () =>
    load<typeof import("./explain.ts")>("./explain.ts", import.meta.url),
  parameters: explainParameters,
  docs: {
    brief: "Look up an error, a claim, a flow, a parameter or an id",
    fullDescription:
      `Looks something up in what the program knows; nothing is sent anywhere. Takes
an AADSTS code or a whole pasted error, a claim, a flow (with its sequence
diagram), a request parameter, a scope, an application, API, role or tenant of
Microsoft's, an exit code or an error code. Without a word: what can be asked.

Exit code 64: not found; similar things are on standard output.

JSON: {query, found, entries[{kind, name, title, meaning, fix, facts, values,
steps[], commands[], reference}], similar[]}.

EXAMPLES
  entrada explain AADSTS50076
  entrada explain device-code
  entrada explain scp
  # one kind alone, where a word has several meanings
  entrada explain parameter:nonce
  # whatever a log or a page says
  entrada explain 'AADSTS65001: The user or administrator has not consented...'
  pbpaste | entrada explain -`,
  },
});

/** `completions`. */
export const completions = buildCommand({
  loader: () =>
    load<typeof import("./completions.ts")>(
      "./completions.ts",
      import.meta.url,
    ),
  parameters: completionsParameters,
  docs: {
    brief: "Write the completion script of a shell",
    fullDescription:
      `Writes a script that completes commands, options, their values and the names of
your profiles. It is made from the same tables as --help.

EXAMPLES
  # for this shell alone
  source <(entrada completions bash)
  source <(entrada completions zsh)
  entrada completions fish | source
  entrada completions powershell | Out-String | Invoke-Expression
  # for every shell
  entrada completions bash > ~/.local/share/bash-completion/completions/entrada
  entrada completions fish > ~/.config/fish/completions/entrada.fish
  entrada completions powershell >> $PROFILE`,
  },
});

/** `help`. */
export const help = buildCommand({
  loader: () => load<typeof import("./help.ts")>("./help.ts", import.meta.url),
  parameters: helpParameters,
  docs: {
    brief: "Show the help of a command, or write the manual",
    fullDescription:
      `Shows the same as --help after the command. With --format, the manual, made from
the same tables: of one command, or of all.

EXAMPLES
  entrada help get-token
  entrada help config create
  entrada help --format man > ~/.local/share/man/man1/entrada.1
  entrada help --format markdown > entrada.md`,
  },
});

/** `watch`. */
export const watch = buildCommand({
  loader: () =>
    load<typeof import("./watch.ts")>("./watch.ts", import.meta.url),
  parameters: watchParameters,
  docs: {
    brief: "Write the steps of a flow as NDJSON while it runs",
    fullDescription:
      `Gets a token like get-token, and writes what happens on standard output: one
JSON object a line, as it happens, secrets redacted. The last line has the type
"token", or "error" with the exit code; the token itself is in it only with
--include-token.

Each line has a time (ISO 8601, UTC) and a type: exchange, user_code, polling,
authorization_pending, slow_down, connection_lost, authorization_url,
browser_opened, browser_failed, redirect_received, signed_in, refreshing,
command, warning, token or error. Times of an event itself are milliseconds
since the epoch. Exit codes are those of get-token.

EXAMPLES
  entrada watch -p work -f device-code
  # a program shows the code in its own way
  entrada watch -p work -f device-code --quiet |
    jq --unbuffered -r 'select(.type == "user_code").user_code'
  # which requests were made, and how long each took
  entrada watch -p ci --force | jq -c 'select(.type == "exchange")
    | [.step, .response.status, .duration_ms]'`,
  },
});
