import { isGuid } from "../entra/tenants.ts";
import { resourceName } from "../entra/well_known.ts";
import { type Members, ownMember } from "./json_object.ts";
import { checkOf, listed } from "./verify_check.ts";
import type { TokenCheck } from "./verify_result.ts";

/** GUIDs are the same in any case; all else counts letter for letter. */
function isSame(one: string, other: string): boolean {
  return one === other ||
    (isGuid(one) && one.toLowerCase() === other.toLowerCase());
}

/** The id in an audience: alone, or as `api://<id>`; a slash at the end is a mere form too. */
function bare(audience: string): string {
  return audience.toLowerCase().replace(/^(?:api|spn):(?:\/\/)?/, "")
    .replace(/\/+$/, "");
}

/**
 * Reads whom a token is for.
 *
 * @param payload The claims.
 * @returns The audiences; `undefined` where the claim is missing or no text.
 */
export function audiencesOf(payload: Members): readonly string[] | undefined {
  const aud = ownMember(payload, "aud");
  const all: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const texts = all.filter((each) => typeof each === "string");
  return texts.length === 0 || texts.length < all.length ? undefined : texts;
}

/** An API of Microsoft's has many names, and the first one is the usual. */
function wanted(expected: readonly string[]): string {
  const more = expected.length - 1;
  const others = more === 1 ? "another name" : `${more} other names`;
  return listed(expected.slice(0, 1)) +
    (more === 0 ? "" : ` or ${others} of it`);
}

function named(audiences: readonly string[]): string {
  const [first = ""] = audiences;
  const name = resourceName(first);
  return listed(audiences) + (name === undefined ? "" : ` (${name})`);
}

function mismatch(
  audiences: readonly string[],
  expected: readonly string[],
): TokenCheck {
  const check = checkOf("audience");
  const near = audiences.find((each) =>
    expected.some((wanted) => bare(wanted) === bare(each))
  );
  return near === undefined
    ? check.fail(
      "audience_mismatch",
      `For ${named(audiences)}, not for ${wanted(expected)}`,
      "Ask for a token of that API: its URI with /.default as the scope",
    )
    : check.fail(
      "audience_form_differs",
      `For ${listed([near])}, which is another form of ${wanted(expected)}`,
      "Version 2.0 tokens name the API by its id, version 1.0 tokens by the URI that was asked for, final slash included: accept the form that you get",
    );
}

/**
 * Checks whom a token is for. An API compares its name letter for letter, so
 * another form of the same name is wrong too, and is told apart.
 *
 * @param payload The claims.
 * @param expected The names that the API goes by; empty when none was asked for.
 * @returns The check.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens | Validate tokens}
 */
export function checkAudience(
  payload: Members,
  expected: readonly string[],
): TokenCheck {
  const check = checkOf("audience");
  const audiences = audiencesOf(payload);
  if (audiences === undefined) {
    return check.fail(
      "audience_missing",
      "The token does not say whom it is for (aud)",
    );
  }
  if (expected.length === 0) {
    return check.skip(
      "not_asked",
      `For ${named(audiences)}; no audience was asked for`,
      "An API must check this: name its own id or URI by --aud",
    );
  }
  const found = audiences.find((each) =>
    expected.some((wanted) => isSame(wanted, each))
  );
  if (found !== undefined) {
    const others = audiences.length - 1;
    const also = others === 0 ? "" : `, and ${others} more`;
    return check.pass("audience_matches", `For ${named([found])}${also}`);
  }
  return mismatch(audiences, expected);
}
