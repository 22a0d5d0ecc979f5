import { load } from "../../adapters/load.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import {
  cacheClearParameters,
  cacheListParameters,
  changePassphraseParameters,
  loginParameters,
  logoutParameters,
  refreshParameters,
} from "../flags/kept.ts";

/** `login`. */
export const login = buildCommand({
  loader: () =>
    load<typeof import("./login.ts")>("./login.ts", import.meta.url),
  parameters: loginParameters,
  docs: {
    brief: "Sign in and keep the tokens",
    fullDescription:
      `Signs in, whatever is kept, and keeps the tokens: later calls of get-token use
and renew them without asking. Writes no token. Exit code 8: it worked, and
nothing could be kept.

EXAMPLES
  entrada login -p work
  entrada login -t contoso.com --client azure-cli --resource arm -f device-code
  # a second account in the same profile
  entrada login -p work --account grace@contoso.com
  entrada get-token -p work --account grace@contoso.com`,
  },
});

/** `logout`. */
export const logout = buildCommand({
  loader: () =>
    load<typeof import("./logout.ts")>("./logout.ts", import.meta.url),
  parameters: logoutParameters,
  docs: {
    brief: "Forget the tokens of a profile, of an account or all",
    fullDescription:
      `Forgets tokens: of a profile, of one account, or all of them with the keys that
sealed them. The authority is not told: a token that somebody has copied stays
good until its end.

EXAMPLES
  entrada logout -p work
  entrada logout -p work --account grace@contoso.com
  entrada logout --all --yes`,
  },
});

/** `refresh`. */
export const refresh = buildCommand({
  loader: () =>
    load<typeof import("./refresh.ts")>("./refresh.ts", import.meta.url),
  parameters: refreshParameters,
  docs: {
    brief: "Get a new token without asking anybody",
    fullDescription:
      `Gets a new token even if the kept one is still good: with the kept refresh
token, or anew for an application. Never asks a person; exit code 6 if only a
person could help.

EXAMPLES
  entrada refresh -p work
  entrada refresh -p work --resource https://vault.azure.net
  entrada refresh -p work -o json | jq .expires_at`,
  },
});

const cacheList = buildCommand({
  loader: () =>
    load<typeof import("./cache_list.ts")>("./cache_list.ts", import.meta.url),
  parameters: cacheListParameters,
  docs: {
    brief: "Show what is kept, and how it is protected",
    fullDescription:
      `Shows the kept tokens: for whom, what for, until when, whether they can be
renewed, and what protects them. Never a token.

EXAMPLES
  entrada cache list
  entrada cache list --json | jq '.entries[].expires_at'`,
  },
});

/** `cache clear`, also called `clear-cache`. */
export const cacheClear = buildCommand({
  loader: () =>
    load<typeof import("./cache_clear.ts")>(
      "./cache_clear.ts",
      import.meta.url,
    ),
  parameters: cacheClearParameters,
  docs: {
    brief: "Forget what is kept",
    fullDescription:
      `Forgets every kept token, or those of one profile. Asks first on a terminal, and
needs --yes elsewhere. cache clear and clear-cache are the same.

EXAMPLES
  entrada cache clear -p work --yes
  entrada clear-cache`,
  },
});

/** `cache …`. */
export const cache = buildRouteMap({
  routes: { list: cacheList, clear: cacheClear },
  docs: {
    brief: "Kept tokens: list, clear",
    fullDescription: "What is kept of earlier calls; never shows a token.",
  },
});

const lockVault = buildCommand({
  loader: () =>
    load<typeof import("./vault_lock.ts")>("./vault_lock.ts", import.meta.url),
  parameters: {},
  docs: {
    brief: "Make the next use ask for the passphrase again",
    fullDescription:
      `Locks the vault: one passphrase opens it for a login or for eight hours, and this
ends that now. What is in it stays. Exit code 8: there is no vault.

EXAMPLES
  entrada vault lock`,
  },
});

const changePassphrase = buildCommand({
  loader: () =>
    load<typeof import("./vault_change_passphrase.ts")>(
      "./vault_change_passphrase.ts",
      import.meta.url,
    ),
  parameters: changePassphraseParameters,
  docs: {
    brief: "Choose another passphrase",
    fullDescription:
      `Puts another passphrase in the place of the vault's; what is in the vault stays
readable. Asks for the present one, and for the new one twice. Exit code 8: there
is no vault, or the present passphrase is wrong.

EXAMPLES
  entrada vault change-passphrase
  entrada vault change-passphrase --passphrase-file old --new-passphrase-file new`,
  },
});

/** `vault …`. */
export const vault = buildRouteMap({
  routes: { lock: lockVault, "change-passphrase": changePassphrase },
  docs: {
    brief: "The vault: lock, change-passphrase",
    fullDescription:
      "The vault seals what is kept by a passphrase, where no keyring works.",
  },
});
