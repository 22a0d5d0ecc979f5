import { sanitizeText } from "../../engine/text.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Profile, TokenStoreName } from "../../settings/profile.ts";
import { parseSecretReference } from "../../settings/secret_reference.ts";
import type { FormFieldId, FormValues } from "../../tui/state/form.ts";
import { EMPTY_VALUES } from "../../tui/state/profile_form_fields.ts";
import type { Given } from "../call/call_settings.ts";
import type { SecretStoreName } from "../kept/stored_secrets.ts";

/** Fields that hold a member's text as it is. */
const SAME = [
  "name",
  "clientId",
  "tenant",
  "resource",
  "flow",
  "redirectUri",
  "responseType",
  "username",
  "password",
  "userAssertion",
  "refreshToken",
  "clientCertificate",
  "clientKey",
  "certificateAlgorithm",
  "clientAssertion",
  "tokenStore",
  "account",
  "loginHint",
  "domainHint",
  "prompt",
  "responseMode",
  "claims",
  "market",
] as const satisfies readonly (FormFieldId & keyof Profile)[];

const IDENTITIES = [
  ["client", "identityClientId"],
  ["object", "identityObjectId"],
  ["resource", "identityResourceId"],
] as const;

/** Which fields decide about a member that is not simply a field of its own. */
const DECIDED_BY: Readonly<
  Partial<Record<keyof Profile, readonly FormFieldId[]>>
> = {
  scopes: ["target", "scopes"],
  resource: ["target", "resource"],
  authority: ["cloud", "authority"],
  clientSecret: ["proof", "secretFrom", "secretPlace"],
  clientCertificate: ["proof", "clientCertificate"],
  clientKey: ["proof", "clientKey"],
  certificatePassword: ["proof", "passwordFrom", "passwordPlace"],
  certificateAlgorithm: ["proof", "certificateAlgorithm"],
  sendCertificateChain: ["proof", "sendCertificateChain"],
  clientAssertion: ["proof", "clientAssertion"],
  identityClientId: ["identity", "identityId"],
  identityObjectId: ["identity", "identityId"],
  identityResourceId: ["identity", "identityId"],
  capabilities: ["capability"],
};

/** Every member that the form decides about. */
const MEMBERS: readonly (keyof Profile)[] = [
  ...new Set<keyof Profile>([
    ...SAME,
    ...Object.keys(DECIDED_BY) as (keyof Profile)[],
    "cloud",
    "renewCode",
  ]),
];

/**
 * Tells which fields of the form decide about a member of a profile.
 *
 * @param member The member.
 * @returns The fields.
 */
export function fieldsOf(member: keyof Profile): readonly FormFieldId[] {
  return DECIDED_BY[member] ?? [member as FormFieldId];
}

/** Where a reference leads, as the form has it. */
function placeOf(text: string | undefined): readonly [string, string] {
  const reference = parseSecretReference(text ?? "");
  if (text === undefined || reference === undefined) return ["", ""];
  const { from } = reference;
  return from === "keyring" || from === "vault"
    ? ["kept", ""]
    : [from, text.slice(from.length + 1)];
}

function proofOf(profile: Profile): string {
  if (profile.clientSecret !== undefined) return "secret";
  if (profile.clientCertificate !== undefined) return "certificate";
  return profile.clientAssertion === undefined ? "none" : "assertion";
}

/** What the members say that are not simply a text. */
function otherTexts(profile: Profile): Partial<FormValues> {
  const [secretFrom, secretPlace] = placeOf(profile.clientSecret);
  const [passwordFrom, passwordPlace] = placeOf(profile.certificatePassword);
  const identity = IDENTITIES.find(([, member]) =>
    profile[member] !== undefined
  );
  const yes = (flag: boolean | undefined) => flag === true ? "yes" : "";
  return {
    cloud: profile.authority !== undefined
      ? "authority"
      : (profile.cloud ?? "").toLowerCase().replace(/^public$/, ""),
    authority: profile.authority ?? "",
    target: profile.resource === undefined ? "scopes" : "resource",
    scopes: (profile.scopes ?? []).join(" "),
    identity: identity?.[0] ?? "",
    identityId: identity === undefined ? "" : profile[identity[1]] ?? "",
    proof: proofOf(profile),
    secretFrom: secretFrom === "" ? "typed" : secretFrom,
    secretPlace,
    passwordFrom,
    passwordPlace,
    sendCertificateChain: yes(profile.sendCertificateChain),
    capability: yes(profile.capabilities?.includes("cp1")),
    renewCode: yes(profile.renewCode),
  };
}

/**
 * Puts a profile into a form's texts; they are safe for a terminal.
 *
 * @param profile The profile.
 * @returns The texts.
 */
export function textsOf(profile: Profile): FormValues {
  const same = SAME.map((id) => [id, profile[id] ?? ""] as const);
  const texts = { ...Object.fromEntries(same), ...otherTexts(profile) };
  const clean = Object.entries(texts)
    .map(([id, text]) => [id, sanitizeText(text)] as const);
  return { ...EMPTY_VALUES, ...Object.fromEntries(clean) };
}

/** What is written where a secret is. */
export type Places = {
  readonly clientSecret?: SecretStoreName | undefined;
  readonly certificatePassword?: SecretStoreName | undefined;
};

function orNone(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === "" ? undefined : trimmed;
}

function reference(
  [from, place]: readonly [from: string, place: string],
  kept: SecretStoreName | undefined,
): string | undefined {
  if (from === "typed" || from === "kept") return kept;
  return from === "" ? undefined : `${from}:${place.trim()}`;
}

function proofMembers(values: FormValues, places: Places): Given {
  const { proof } = values;
  const assertion = { clientAssertion: orNone(values.clientAssertion) };
  if (proof === "assertion") return assertion;
  if (proof === "secret") {
    const place = [values.secretFrom, values.secretPlace] as const;
    return { clientSecret: reference(place, places.clientSecret) };
  }
  if (proof !== "certificate") return {};
  const place = [values.passwordFrom, values.passwordPlace] as const;
  return {
    clientCertificate: orNone(values.clientCertificate),
    clientKey: orNone(values.clientKey),
    certificatePassword: reference(place, places.certificatePassword),
    certificateAlgorithm: orNone(values.certificateAlgorithm) as
      | "PS256"
      | "RS256"
      | undefined,
    sendCertificateChain: values.sendCertificateChain === "yes" || undefined,
  };
}

/**
 * Reads a form's texts as settings.
 *
 * @param values The texts.
 * @param places Where what is typed or kept is sealed.
 * @returns The settings, unchecked; what is empty is absent.
 */
export function givenOf(values: FormValues, places: Places): Given {
  const same = SAME.map((id) => [id, orNone(values[id])] as const)
    .filter(([id]) => id !== "name" && !(id in DECIDED_BY));
  const identity = IDENTITIES.find(([name]) => name === values.identity);
  const scopes = orNone(values.scopes);
  const isCloud = values.cloud !== "authority";
  return {
    ...Object.fromEntries(same),
    flow: orNone(values.flow) as FlowName | undefined,
    tokenStore: orNone(values.tokenStore) as TokenStoreName | undefined,
    ...proofMembers(values, places),
    ...(identity === undefined
      ? {}
      : { [identity[1]]: orNone(values.identityId) }),
    cloud: isCloud ? orNone(values.cloud) : undefined,
    authority: isCloud ? undefined : orNone(values.authority),
    ...(values.target === "resource"
      ? { resource: orNone(values.resource) }
      : { scopes: scopes === undefined ? undefined : [scopes] }),
    capabilities: values.capability === "yes" ? ["cp1"] : undefined,
    renewCode: values.renewCode === "yes" || undefined,
  };
}

/** A capability that the form does not know stays. */
function capabilities(before: Profile, made: Profile): readonly string[] {
  const others = (before.capabilities ?? []).filter((one) => one !== "cp1");
  return [...others, ...(made.capabilities ?? [])];
}

/**
 * Puts what a form has changed into a profile; everything else of it stays as
 * it is, letter for letter.
 *
 * @param before The profile as it is, when there is one.
 * @param made The profile that the form makes.
 * @param changed The fields that differ.
 * @returns The profile to be written.
 */
export function mergeProfile(
  before: Profile | undefined,
  { made, changed }: {
    readonly made: Profile;
    readonly changed: ReadonlySet<FormFieldId>;
  },
): Profile {
  if (before === undefined) return made;
  const after: Record<string, unknown> = { ...before };
  for (const member of MEMBERS) {
    if (!fieldsOf(member).some((id) => changed.has(id))) continue;
    const value = member === "capabilities"
      ? capabilities(before, made)
      : made[member];
    const isNone = value === undefined ||
      Array.isArray(value) && value.length === 0;
    if (isNone) delete after[member];
    else after[member] = value;
  }
  return after as unknown as Profile;
}
