import type { Profile, ProfileSettings } from "../../settings/profile.ts";
import { PROFILE_MEMBERS } from "../../settings/profile_schema.ts";
import type { Given } from "../call/call_settings.ts";
import { UsageError } from "../errors.ts";
import { kebab } from "../flags/kinds.ts";
import { toProfile } from "./profile_draft.ts";

type Member = keyof ProfileSettings;

/** Of each line, a profile says one thing. */
const EITHER: readonly (readonly Member[])[] = [
  ["scopes", "resource"],
  ["cloud", "authority"],
  ["clientSecret", "clientCertificate", "clientAssertion"],
  ["identityClientId", "identityObjectId", "identityResourceId"],
];

/** What means nothing without another member. */
const BELONGS: readonly (readonly [Member, to: Member])[] = [
  ["clientKey", "clientCertificate"],
  ["certificatePassword", "clientCertificate"],
  ["certificateAlgorithm", "clientCertificate"],
  ["sendCertificateChain", "clientCertificate"],
  ["secretExpires", "clientSecret"],
];

/** Options that are not called like their setting. */
const OPTION_NAMES: Readonly<Record<string, Member>> = {
  scope: "scopes",
  mkt: "market",
  capability: "capabilities",
};

/** What a profile is to lose. */
function readUnset(names: readonly string[]): readonly Member[] {
  return names.flatMap((name) => name.split(/[\s,]+/)).map((name) => {
    const found = OPTION_NAMES[name] ??
      PROFILE_MEMBERS.find((each) => each === name || kebab(each) === name);
    if (found !== undefined && found !== "name") return found as Member;
    throw new UsageError(
      `Cannot take away "${name}": it is no setting of a profile`,
      `The settings are ${
        PROFILE_MEMBERS.filter((each) => each !== "name").join(", ")
      }`,
    );
  });
}

function isGiven(given: Given, member: Member): boolean {
  return given[member] !== undefined;
}

/** What gives way to what is given. */
function givingWay(given: Given): readonly Member[] {
  const others = EITHER.filter((line) =>
    line.some((member) => isGiven(given, member))
  ).flat();
  // The date of the old secret says nothing of the new one.
  const dated: readonly Member[] = isGiven(given, "clientSecret")
    ? ["secretExpires"]
    : [];
  return [...others, ...dated].filter((member) => !isGiven(given, member));
}

/**
 * Changes what is given of a profile; everything else stays letter for letter,
 * but for what gives way to it or means nothing any more.
 *
 * @param source The profile as it is.
 * @param options What is given, and what is taken away.
 * @returns The profile, checked as a new one is.
 * @throws {UsageError | AuthError} If it could not be used.
 */
export async function editedProfile(
  source: Profile,
  { given, unset }: {
    readonly given: Given;
    readonly unset: readonly string[];
  },
): Promise<Profile> {
  const { name } = source;
  const taken = new Set<string>([...readUnset(unset), ...givingWay(given)]);
  const kept = Object.fromEntries(
    Object.entries(source).filter(([member]) =>
      member !== "name" && !taken.has(member)
    ),
  );
  const changes = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const after: Record<string, unknown> = { ...kept, ...changes };
  for (const [member, to] of BELONGS) {
    if (after[to] === undefined && !isGiven(given, member)) {
      delete after[member];
    }
  }
  const made = await toProfile(name, after as Given);
  const changed = Object.keys(changes)
    .map((member) => [member, made[member as Member]]);
  return { name, ...after, ...Object.fromEntries(changed) } as Profile;
}
