import { parseScopes, resourceOf } from "../../engine/entra/scopes.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ApiAccess } from "../graph/api_names.ts";
import { askFor, askUntilGood } from "./questions.ts";

/** One thing that can be chosen. */
interface Offer {
  readonly scope: string;
  readonly text: string;
}

function offersOf(access: readonly ApiAccess[]): readonly Offer[] {
  return access.flatMap(({ name, defaultScope, scopes, roles }) => {
    const also = roles.length === 0
      ? ""
      : `; for the application itself: ${roles.join(", ")}`;
    return [
      { scope: defaultScope, text: `${name}, all that was granted${also}` },
      ...scopes.map((scope) => ({
        scope,
        text: `${name}, ${scope.slice(scope.lastIndexOf("/") + 1)} alone`,
      })),
    ];
  });
}

const isDefault = (scope: string) => scope.endsWith("/.default");

/**
 * Checks that one token can have these scopes.
 *
 * @param scopes The scopes.
 * @returns The same.
 * @throws {UsageError} If they are of several APIs, or of everything and more.
 */
export function requireOneToken(
  scopes: readonly string[],
): readonly string[] {
  const resources = new Set(
    scopes.map(resourceOf).filter((each) => each !== undefined),
  );
  if (resources.size > 1) {
    throw new UsageError(
      "Cannot put scopes of several APIs into one profile",
      "A token is for one API; make a profile for each",
    );
  }
  if (scopes.some(isDefault) && scopes.length > 1) {
    throw new UsageError(
      "Cannot put a /.default scope and others into one profile",
      "It stands for all that was granted; choose it alone, or leave it out",
    );
  }
  return scopes;
}

function scopesOf(answer: string, offers: readonly Offer[]): readonly string[] {
  return parseScopes(answer).map((word) => {
    if (!/^\d{1,3}$/.test(word)) return word;
    const offer = offers[Number(word) - 1];
    if (offer !== undefined) return offer.scope;
    throw new UsageError(
      `Cannot choose ${word}: there is no such number`,
      offers.length === 0
        ? "Write the scope itself, such as User.Read or api://ID/.default"
        : `Choose from 1 to ${offers.length}, or write the scope itself`,
    );
  });
}

/**
 * Lets somebody choose what a profile asks for, out of what the app asks for.
 *
 * @param access What the app asks of which API.
 * @param context Who is asked.
 * @returns The scopes.
 * @throws {UsageError} If the answers end, or cannot be used and nobody can be
 *   asked again.
 */
export async function chooseScopes(
  access: readonly ApiAccess[],
  context: Context,
): Promise<readonly string[]> {
  const { io, messages } = context;
  const offers = offersOf(access);
  messages.say(
    offers.length === 0
      ? "This app asks for no permissions"
      : "What this app asks for:",
  );
  for (const [index, { text, scope }] of offers.entries()) {
    messages.say(
      `${String(index + 1).padStart(3)}  ${sanitizeText(text)} (${
        sanitizeText(scope)
      })`,
    );
  }
  const standard = offers.length === 0 ? {} : { standard: "1" };
  const question = offers.length === 0
    ? "Scopes (by space or comma)"
    : "Numbers or scopes (by space or comma)";
  return await askUntilGood(() => askFor(question, { io, ...standard }), {
    read: (answer) => requireOneToken(scopesOf(answer, offers)),
    context,
  });
}
