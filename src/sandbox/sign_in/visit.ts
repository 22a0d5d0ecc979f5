import type { Authority } from "../authority.ts";
import { epochSeconds } from "../clock.ts";
import type { Trace } from "../error_body.ts";
import { consentPage } from "../pages/consent.ts";
import { confirmPage } from "../pages/device.ts";
import { pickPage, secondFactorPage, signInPage } from "../pages/sign_in.ts";
import { randomValue } from "../random.ts";
import { refusal } from "../refusals.ts";
import type { SignedIn } from "../store.ts";
import type { UserSeed } from "../world.ts";
import type { Browser } from "./browser.ts";
import {
  type Interaction,
  type Purpose,
  requestOf,
  type Stage,
} from "./interaction.ts";

const INTERACTION_LIFETIME_MS = 15 * 60 * 1000;

/** One request of a browser. */
export interface Visit {
  readonly authority: Authority;
  readonly browser: Browser;
  readonly trace: Trace;
}

/** Opens the pages for a person at the stage given. */
export function openInteraction(
  visit: Visit,
  { purpose, stage }: { purpose: Purpose; stage: Stage },
): Promise<Response> {
  return show(visit, createInteraction(visit, { purpose, stage }));
}

export function createInteraction(
  { authority: { clock, store }, browser }: Visit,
  { purpose, stage }: { purpose: Purpose; stage: Stage },
): Interaction {
  const interaction: Interaction = {
    id: randomValue(),
    browser: browser.key,
    purpose,
    stage,
    hint: purpose.kind === "authorize" ? purpose.request.loginHint : undefined,
    expiresAt: clock.now() + INTERACTION_LIFETIME_MS,
  };
  store.interactions.set(interaction.id, interaction);
  return interaction;
}

/** @throws {EntraRefusal} 90023 */
export function findInteraction(
  { authority: { clock, store }, browser }: Visit,
  id: string,
): Interaction {
  const interaction = store.interactions.get(id);
  // Bound to the browser: another site cannot make a person finish somebody else's sign-in.
  if (
    interaction === undefined || interaction.browser !== browser.key ||
    clock.now() >= interaction.expiresAt
  ) {
    throw refusal(90023, {
      reason: "the sign-in page expired or belongs to another browser",
    });
  }
  return interaction;
}

/** The page of the stage that the interaction is in. */
export function show(
  visit: Visit,
  interaction: Interaction,
): Promise<Response> {
  switch (interaction.stage) {
    case "confirm":
      return confirmPage(interaction);
    case "pick":
      return pickPage(interaction, signedInAt(visit, interaction));
    case "sign_in":
      return signInPage(visit.authority, interaction);
    case "second_factor":
      return secondFactorPage(interaction);
    case "consent":
      return consentPage(interaction);
  }
}

/** Those signed in on the browser who belong to the tenant of the request. */
export function signedInAt(
  { authority: { directory }, browser: { session } }: Visit,
  { purpose }: Pick<Interaction, "purpose">,
): readonly SignedIn[] {
  const members = directory.members(requestOf({ purpose }));
  return [...session.users.values()].filter(({ user }) =>
    members.includes(user)
  );
}

/** Adds the user to the browser's session. */
export function signIn(
  { authority: { clock }, browser }: Visit,
  { user, amr }: { user: UserSeed; amr: readonly string[] },
): SignedIn {
  const signedIn = { user, amr, authTime: epochSeconds(clock) };
  browser.session.users.set(user.oid, signedIn);
  return signedIn;
}
