import { isGuid } from "../../engine/entra/tenants.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { AppRegistration } from "../graph/registrations.ts";
import type { ListedRegistration } from "../output/registration_list.ts";
import { askFor, askUntilGood } from "./questions.ts";
import { searchRegistrations } from "./search.ts";

/** More than fit on a screen are no choice. */
const MOST_SHOWN = 20;

function showChoice(
  found: readonly ListedRegistration[],
  { messages }: Context,
): void {
  for (const [index, each] of found.slice(0, MOST_SHOWN).entries()) {
    const { name, clientId, profiles } = each;
    const mark = profiles.length === 0
      ? ""
      : `, profile ${profiles.map((one) => sanitizeText(one)).join(", ")}`;
    messages.say(
      `${String(index + 1).padStart(3)}  ${
        sanitizeText(name)
      } (${clientId}${mark})`,
    );
  }
  const more = found.length - MOST_SHOWN;
  if (more > 0) messages.say(`     and ${more} more: type more of the name`);
}

/** A number is one of the list, and never a part of a name: `*365*` is. */
function numbered(
  found: readonly ListedRegistration[],
  answer: string,
): ListedRegistration | undefined {
  if (!/^\d{1,3}$/.test(answer)) return undefined;
  const chosen = found.slice(0, MOST_SHOWN)[Number(answer) - 1];
  if (chosen !== undefined) return chosen;
  throw new UsageError(
    `Cannot choose ${answer}: there is no such number`,
    `To look for digits, write *${answer}*`,
  );
}

/**
 * Lets somebody choose a registration: a filter, then a number or another
 * filter, until one is chosen.
 *
 * @param list The registrations.
 * @param context Who is asked.
 * @returns The registration.
 * @throws {UsageError} If the answers end before, or one is a number that is
 *   not there and nobody can be asked again.
 */
export async function chooseRegistration(
  list: readonly ListedRegistration[],
  context: Context,
): Promise<ListedRegistration> {
  const { io, messages } = context;
  let filter = await askFor(
    "Filter by name or client id (empty for all of them)",
    { io, standard: "*" },
  );
  for (;;) {
    const found = searchRegistrations(list, filter) as ListedRegistration[];
    showChoice(found, context);
    if (found.length === 0) {
      messages.say(`Nothing matches "${sanitizeText(filter)}"`);
    }
    const standard = found.length === 1 ? { standard: "1" } : {};
    const answer = await askUntilGood(
      () => askFor("Number, or another filter", { io, ...standard }),
      {
        read: (text) => numbered(found, text) ?? text,
        context,
      },
    );
    if (typeof answer !== "string") return answer;
    filter = answer;
  }
}

/**
 * Finds the registration that an option names.
 *
 * @param list The registrations.
 * @param app Its client id, or its whole name.
 * @returns Its client id.
 * @throws {UsageError} If no registration has the name, or several have.
 */
export function namedRegistration(
  list: readonly AppRegistration[],
  app: string,
): string {
  if (isGuid(app)) return app.toLowerCase();
  const wanted = app.toLowerCase();
  const [found, other] = list.filter(({ name }) =>
    name.toLowerCase() === wanted
  );
  if (found !== undefined && other === undefined) return found.clientId;
  throw new UsageError(
    found === undefined
      ? `Cannot find an app registration named "${app}"`
      : `Cannot tell which app registration is meant: several are named "${app}"`,
    "Name it by its client id",
  );
}
