import { type AadstsInfo, knownAadsts } from "../../engine/entra/aadsts.ts";
import {
  knownOauthErrors,
  type OAuthErrorInfo,
  oauthErrorInfo,
  suberrorInfo,
} from "../../engine/entra/explain_error_oauth.ts";
import { type Entry, factsOf } from "./entry.ts";

const WHO: Readonly<Record<AadstsInfo["who"], string>> = {
  you: "you",
  administrator: "an administrator of the tenant",
  developer: "whoever develops the application",
  nobody: "nobody: wait, and try again",
};

const SIGN_IN_HELPS = "yes";

/** Microsoft's own page about one number. */
function pageOf(code: number): string {
  return `https://login.microsoftonline.com/error?code=${code}`;
}

/**
 * Makes what is known of an AADSTS number an entry.
 *
 * @param info What is known.
 * @returns The entry.
 */
export function aadstsEntry(info: AadstsInfo): Entry {
  const { code, name, meaning, hint, who, interactive, flows, note } = info;
  return {
    kind: "error",
    name: `AADSTS${code}`,
    also: [String(code), ...(name === undefined ? [] : [name])],
    ...(name === undefined ? {} : { title: name }),
    meaning,
    fix: hint,
    facts: factsOf({
      "Who can fix it": WHO[who],
      "New sign-in helps": interactive ? SIGN_IN_HELPS : undefined,
      "OAuth error": info.error ?? info.likelyError,
      "Seen in": flows.join(", "),
      "Note": [
        ...(note === undefined ? [] : [note]),
        ...(info.unconfirmed ? ["believed, not confirmed"] : []),
      ].join("; "),
    }),
    reference: pageOf(code),
  };
}

function wordEntry(
  name: string,
  { meaning, hint, who, interactive }: OAuthErrorInfo,
): Entry {
  return {
    kind: "error",
    name,
    title: oauthErrorInfo(name) === undefined ? "suberror" : "OAuth error",
    meaning,
    fix: hint,
    facts: factsOf({
      "Who can fix it": WHO[who],
      "New sign-in helps": interactive ? SIGN_IN_HELPS : undefined,
    }),
  };
}

/**
 * The errors of the authority: AADSTS numbers, and words in `error` and
 * `suberror`.
 *
 * @returns An entry each.
 */
export async function errorEntries(): Promise<readonly Entry[]> {
  const words = knownOauthErrors().flatMap((name) => {
    const info = oauthErrorInfo(name) ?? suberrorInfo(name);
    return info === undefined ? [] : [wordEntry(name, info)];
  });
  return [...(await knownAadsts()).map(aadstsEntry), ...words];
}
