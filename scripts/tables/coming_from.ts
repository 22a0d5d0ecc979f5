import type { Table } from "./markdown.ts";

/** What somebody who comes from entra-auth-cli finds different. */
export interface Difference {
  /** What is typed or done there. */
  readonly there: string;
  /** What is typed or done here. */
  readonly here: string;
  /** A command line of there that is refused here, for the test. */
  readonly refused?: string;
}

/** Every difference; what is not here works by the same names. */
export const DIFFERENCES: readonly Difference[] = [
  {
    there: "`--client-secret VALUE`",
    here:
      "`--client-secret-env`, `-file`, `-command` or `-stdin`, or `AZURE_CLIENT_SECRET`: no option takes a secret",
    refused: "get-token -p app --client-secret x",
  },
  {
    there: "`inspect --token VALUE`, `-t VALUE`",
    here: "`inspect VALUE`, better from a pipe or with `--file`",
    refused: "inspect --token $TOKEN",
  },
  {
    there: "`discover --token`, `--file` to look at a token",
    here: "`inspect`; `discover -t TOKEN` still does",
    refused: "discover --token $TOKEN",
  },
  {
    there: "the token is copied, else written to `last-token.txt`",
    here:
      "the token is written on standard output; `--clipboard` copies it, `--file` writes it for you alone",
  },
  {
    there: "all output goes to standard output, in panels",
    here:
      "the token alone goes to standard output, the rest to standard error; no line has to be cut out",
  },
  {
    there: "`--cache-cert-password`",
    here:
      "`config create … --certificate-password-stdin` keeps it sealed; `-env` and `-file` say where it is",
    refused: "get-token -p app --cache-cert-password",
  },
  {
    there: "`--port`: 8080, then 5000",
    here: "a free port, unless `--port` or `--port-range` says which",
  },
  {
    there: "no `-p`, several profiles: a list to choose from",
    here: "the one of `config default`, else an error; `entrada` has the list",
  },
  {
    there: "`refresh` for an application signs in anew",
    here: "the same; for a user it uses the kept refresh token",
  },
  {
    there: "JSON with `accessToken`, `expiresOn`",
    here:
      "`access_token`, `expires_on`, `expires_at`, `expires_in`, `scopes`; `-o az` has the other names",
  },
  {
    there: "`refresh_token` in the JSON",
    here: "with `--include-refresh-token`",
  },
  {
    there: "`config show --show-secrets`",
    here: "secrets are never shown; `config show` tells where each is",
    refused: "config show me --show-secrets",
  },
  {
    there: "`config export -o all.json` takes all, as plain JSON",
    here: "`config export --all --plain -o all.json`; sealed without `--plain`",
    refused: "config export -o $HOME/all.json",
  },
  {
    there: "`config delete` and `clear-cache` in a script",
    here: "the same with `--yes` (or `--force`, for `config delete`)",
    refused: "clear-cache",
  },
  {
    there: "`config edit` with a numbered menu",
    here:
      "options, questions in a fixed order (also piped), `--editor`, or the interface",
  },
  {
    there: "`inspect` of an expired or broken token ends with 0",
    here: "it ends with 7",
  },
  {
    there: "exit codes 0 and 1, or others on each page",
    here: "one table for all commands, see above",
  },
  {
    there: "`discover` ends with 2 when it finds nothing",
    here: "0, and a list without entries",
  },
  {
    there: "`BROWSER`",
    here: "the system's own browser; `--no-open` shows the address",
  },
  {
    there: "`complete -C entra-auth-cli`",
    here: "`source <(entrada completions bash)`; zsh, fish, PowerShell too",
  },
  {
    there: "an `EAC-EXP-…` secret",
    here: "`--new-secret` makes `ENTRADA-EXP-…`; older ones stay",
  },
];

/** What is different here, for people who come from entra-auth-cli. */
export function comingFromTable(): Table {
  return {
    head: ["There", "Here"],
    rows: DIFFERENCES.map(({ there, here }) => [there, here]),
  };
}
