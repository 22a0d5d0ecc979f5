import type { FlowName } from "../engine/flows/flow_names.ts";
import { parseScopes, resourceScope } from "../engine/entra/scopes.ts";
import {
  type Layer,
  layer,
  type Merged,
  mergeLayers,
} from "../settings/merge.ts";
import type { Profile, ProfileSettings } from "../settings/profile.ts";
import { UsageError } from "./errors.ts";

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

/** Names of what a layer's values are called where they come from. */
type Names = Readonly<Partial<Record<keyof CallSettings, string>>>;

/** What both a profile and the options of a command can say. */
type Given = {
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

/** The environment variables that are read, and what they are called by users. */
function variables(
  prefix: { readonly [K in "tenant" | "clientId" | "clientSecret"]: string } & {
    readonly scopes?: string;
    readonly authority: string;
  },
  env: (name: string) => string | undefined,
): Layer<CallSettings> {
  const read = (name: string | undefined) => {
    const value = name === undefined ? undefined : env(name);
    return value === "" ? undefined : value;
  };
  const scopes = read(prefix.scopes);
  const secret = read(prefix.clientSecret);
  const names: Names = {
    ...prefix,
    place: prefix.authority,
  };
  return layer<CallSettings>(
    toCallSettings({
      tenant: read(prefix.tenant),
      clientId: read(prefix.clientId),
      scopes: scopes === undefined ? undefined : [scopes],
      clientSecret: secret === undefined
        ? undefined
        : `env:${prefix.clientSecret}`,
      authority: read(prefix.authority),
    }),
    (key) => ({ kind: "environment", name: names[key] ?? key }),
  );
}

/**
 * Reads what the environment says: `ENTRADA_*` before `AZURE_*`.
 *
 * @param env Looks up a variable.
 * @returns The layers, strongest first.
 */
export function environmentLayers(
  env: (name: string) => string | undefined,
): readonly Layer<CallSettings>[] {
  return [
    variables({
      tenant: "ENTRADA_TENANT",
      clientId: "ENTRADA_CLIENT_ID",
      clientSecret: "ENTRADA_CLIENT_SECRET",
      scopes: "ENTRADA_SCOPE",
      authority: "ENTRADA_AUTHORITY",
    }, env),
    variables({
      tenant: "AZURE_TENANT_ID",
      clientId: "AZURE_CLIENT_ID",
      clientSecret: "AZURE_CLIENT_SECRET",
      authority: "AZURE_AUTHORITY_HOST",
    }, env),
  ];
}

/**
 * Says what a profile has.
 *
 * @param profile The profile.
 * @returns Its layer.
 */
export function profileLayer(profile: Profile): Layer<CallSettings> {
  const { name, ...settings } = profile;
  return layer<CallSettings>(
    toCallSettings(settings),
    () => ({ kind: "profile", name }),
  );
}

function strength(
  layers: readonly Layer<CallSettings>[],
  key: keyof CallSettings,
): number {
  const found = layers.findIndex((each) => each[key] !== undefined);
  return found < 0 ? layers.length : found;
}

/**
 * Merges what was given in several places. Two values follow others: a client
 * secret belongs to its client, so a weaker one does not serve a stronger
 * client id; and an authority's tenant gives way to a tenant that was named at
 * a stronger place.
 *
 * @param layers Strongest first.
 * @returns Each value with where it came from.
 */
export function mergeCallSettings(
  layers: readonly Layer<CallSettings>[],
): Merged<CallSettings> {
  const { clientSecret, place, ...rest } = mergeLayers<CallSettings>(layers);
  const foreign = clientSecret?.origin.kind === "profile" &&
    strength(layers, "clientId") < strength(layers, "clientSecret");
  const elsewhere = strength(layers, "tenant") < strength(layers, "place");
  const url = place !== undefined && "authority" in place.value && elsewhere
    ? URL.parse(place.value.authority)
    : null;
  return {
    ...rest,
    ...(clientSecret === undefined || foreign ? {} : { clientSecret }),
    ...(place === undefined ? {} : {
      place: url === null
        ? place
        : { ...place, value: { authority: url.origin } },
    }),
  };
}
