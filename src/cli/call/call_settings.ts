import type { FlowName } from "../../engine/flows/flow_names.ts";
import { parseScopes, resourceScope } from "../../engine/entra/scopes.ts";
import {
  type Layer,
  layer,
  type Merged,
  mergeLayers,
} from "../../settings/merge.ts";
import type { Profile, ProfileSettings } from "../../settings/profile.ts";
import type { UsedProfile } from "../../settings/project_profiles.ts";
import type { AuthenticationKind } from "../../engine/protocol/client_authentication.ts";
import { ConfigurationError, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";

/** Where the authority is: one setting with two spellings. */
export type AuthorityPlace =
  | {
    /** `public`, `usgov` or `china`. */
    readonly cloud: string;
  }
  | {
    /** A whole address, or a login host. */
    readonly authority: string;
  };

/** How a client can prove itself: one of these. */
export const CREDENTIALS = [
  ["clientSecret", "a client secret"],
  ["clientCertificate", "a certificate"],
  ["clientAssertion", "an assertion"],
] as const;
/** What only serves a certificate. */
const OF_CERTIFICATE = [
  "clientKey",
  "certificatePassword",
  "certificateAlgorithm",
  "sendCertificateChain",
] as const;
/** How a managed identity can be named: one of these. */
const IDENTITIES = [
  ["identityClientId", "an identity's client id"],
  ["identityObjectId", "an identity's object id"],
  ["identityResourceId", "an identity's resource id"],
] as const;

/** What a call is made from, once scopes and resource are one, cloud and authority too. */
export interface CallSettings extends
  Omit<
    ProfileSettings,
    "scopes" | "resource" | "cloud" | "authority" | "flow"
  > {
  /** Scopes to ask for. */
  readonly scopes?: readonly string[];
  /** Where the authority is. */
  readonly place?: AuthorityPlace;
  /** The flow. */
  readonly flow?: FlowName;
}

/** What a profile, the environment and the options of a command can say. */
export type Given = {
  readonly [K in keyof ProfileSettings]?: ProfileSettings[K] | undefined;
};

/**
 * Joins the settings that have two spellings.
 *
 * @param given What was given in one place.
 * @returns The settings of that place.
 * @throws {UsageError} If both spellings were given.
 */
export function toCallSettings(
  { scopes, resource, cloud, authority, ...rest }: Given,
): { readonly [K in keyof CallSettings]?: CallSettings[K] | undefined } {
  if (scopes !== undefined && resource !== undefined) {
    throw new UsageError(
      "Cannot use a scope and a resource together",
      "A resource is short for its scope <resource>/.default",
    );
  }
  if (cloud !== undefined && authority !== undefined) {
    throw new UsageError(
      "Cannot use a cloud and an authority together",
      "The address of an authority says which cloud it is in",
    );
  }
  for (const kinds of [CREDENTIALS, IDENTITIES]) {
    const [one, other] = kinds.filter(([key]) => rest[key] !== undefined);
    if (one === undefined || other === undefined) continue;
    throw new UsageError(
      `Cannot use ${one[1]} and ${other[1]} together`,
      "Give one of them",
    );
  }
  return {
    ...rest,
    scopes: resource === undefined
      ? scopes && parseScopes(scopes)
      : [resourceScope(resource)],
    place: authority !== undefined
      ? { authority }
      : cloud === undefined
      ? undefined
      : { cloud },
  };
}

/**
 * Says what a profile has.
 *
 * @param profile The profile.
 * @returns Its layer.
 */
export function profileLayer(profile: Profile): Layer<CallSettings> {
  const { name, origin: _project, ...settings }: UsedProfile = profile;
  return layer<CallSettings>(
    toCallSettings(settings),
    () => ({ kind: "profile", name }),
  );
}

/**
 * Says what a profile has, and what of it a project says.
 *
 * @param profile The profile.
 * @returns Its layers, the stronger one first.
 * @throws {ConfigurationError} If the project would send the user's secrets or
 * tokens elsewhere.
 */
export function profileLayers(
  profile: UsedProfile,
): readonly Layer<CallSettings>[] {
  const { origin, name } = profile;
  if (origin === undefined) return [profileLayer(profile)];
  const { file, project, own, conflict } = origin;
  if (conflict !== undefined) {
    throw new ConfigurationError(
      `Cannot use the profile "${name}": ${file} says another ${conflict} than your own profile of that name, whose secrets and tokens it would get`,
      "Rename one of the two, or leave the project out with --no-project",
    );
  }
  const { name: _name, ...settings } = project;
  const shared = layer<CallSettings>(
    toCallSettings(settings),
    () => ({ kind: "project", name: file }),
  );
  return own === undefined ? [shared] : [shared, profileLayer(own)];
}

function strength(
  layers: readonly Layer<CallSettings>[],
  key: keyof CallSettings,
): number {
  const found = layers.findIndex((each) => each[key] !== undefined);
  return found < 0 ? layers.length : found;
}

/** Keeps the strongest of several settings that exclude each other. */
function strongestOf<K extends keyof CallSettings>(
  layers: readonly Layer<CallSettings>[],
  kinds: readonly (readonly [K, string])[],
): K | undefined {
  const keys = kinds.map(([key]) => key);
  return layers.flatMap((each) => keys.filter((key) => each[key] !== undefined))
    .at(0);
}

/**
 * A proof belongs to its owner: what one place says of its own client, or of
 * its own user, does not serve another that a stronger place names.
 */
function isForeign(
  layers: readonly Layer<CallSettings>[],
  { proof, owner }: {
    readonly proof: keyof CallSettings;
    readonly owner: "clientId" | "username";
  },
): boolean {
  const at = strength(layers, proof);
  const first = strength(layers, owner);
  const own = layers[at]?.[owner];
  const named = layers[first]?.[owner];
  // The two families of variables are one place.
  const same = own?.origin.kind === named?.origin.kind;
  return first < at && own !== undefined && !same && own.value !== named?.value;
}

function unusedCredentials(
  layers: readonly Layer<CallSettings>[],
): readonly (keyof CallSettings)[] {
  const chosen = strongestOf(layers, CREDENTIALS);
  const foreign = chosen !== undefined &&
    isForeign(layers, { proof: chosen, owner: "clientId" });
  const identity = strongestOf(layers, IDENTITIES);
  return [
    ...CREDENTIALS.map(([key]) => key)
      .filter((key) => foreign || key !== chosen),
    ...(chosen === "clientCertificate" && !foreign ? [] : OF_CERTIFICATE),
    ...IDENTITIES.map(([key]) => key).filter((key) => key !== identity),
    ...(isForeign(layers, { proof: "password", owner: "username" })
      ? ["password"] as const
      : []),
  ];
}

/**
 * Merges what was given in several places. Some values follow others: a proof
 * belongs to its client, so a weaker one does not serve a stronger client id;
 * a client proves itself in one way, the strongest; and an authority's tenant
 * gives way to a tenant that was named at a stronger place.
 *
 * @param layers Strongest first.
 * @returns Each value with where it came from.
 */
export function mergeCallSettings(
  layers: readonly Layer<CallSettings>[],
): Merged<CallSettings> {
  const merged = mergeLayers<CallSettings>(layers);
  const unused = new Set<string>(unusedCredentials(layers));
  const { place, ...rest } = Object.fromEntries(
    Object.entries(merged).filter(([key]) => !unused.has(key)),
  ) as Merged<CallSettings>;
  const elsewhere = strength(layers, "tenant") < strength(layers, "place");
  const url = place !== undefined && "authority" in place.value && elsewhere
    ? URL.parse(place.value.authority)
    : null;
  if (place === undefined) return rest;
  return {
    ...rest,
    place: url === null
      ? place
      : { ...place, value: { authority: url.origin } },
  };
}

/**
 * Tells how the client of a call proves itself.
 *
 * @param settings The settings of the call.
 * @returns The kind, before anything is read.
 */
export function credentialType(
  settings: Merged<CallSettings>,
): AuthenticationKind {
  if (settings.clientSecret !== undefined) return "secret";
  if (settings.clientCertificate !== undefined) return "certificate";
  return settings.clientAssertion === undefined ? "none" : "assertion";
}

/** Settings that say where a secret is. */
const SECRETS = [
  "clientSecret",
  "certificatePassword",
  "clientAssertion",
  "password",
  "userAssertion",
  "refreshToken",
] as const satisfies readonly (keyof CallSettings)[];

/**
 * Keeps the variables that hold a call's secrets from the programs that are
 * started for it: a browser has no use for them, nor has a tool that is asked.
 *
 * @param settings The settings of the call.
 * @param io The world.
 */
export function withholdSecrets(
  settings: Merged<CallSettings>,
  { withhold }: Pick<Io, "withhold">,
): void {
  for (const key of SECRETS) {
    const [, name] = /^env:(.+)$/.exec(settings[key]?.value ?? "") ?? [];
    if (name !== undefined) withhold?.(name);
  }
}
