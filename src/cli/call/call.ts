/**
 * What a call for a token means: options, variables and the profile settle into
 * one call, which is given its ports and its credential, and gets the token.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import type { ClientOptions } from "../../engine/client.ts";
import { cloudNamed } from "../../engine/entra/authority.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import type { AssertionContext } from "../../engine/protocol/assertion.ts";
import type {
  ClientAuthentication,
  OpenedAuthentication,
} from "../../engine/protocol/client_authentication.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Layer, Merged, Sourced } from "../../settings/merge.ts";
import type { UsedProfile } from "../../settings/project_profiles.ts";
import {
  type CallSettings,
  credentialType,
  mergeCallSettings,
  profileLayers,
  withholdSecrets,
} from "./call_settings.ts";
import { environmentLayers } from "./environment_settings.ts";
import { UsageError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { flagLayer } from "./flag_settings.ts";
import { isLocalFlow } from "./flow_choice.ts";
import type { Io } from "../io.ts";
import { signInOptions } from "./request_options.ts";
import { readSecret, type ReadSecretOptions } from "./secret_source.ts";
import type {
  SecretMember,
  SecretStoreName,
  StoredSecret,
} from "../kept/stored_secrets.ts";

/** Everything about one request for a token, but for how it is shown. */
export interface Call {
  /** Each setting, with where it came from. */
  readonly settings: Merged<CallSettings>;
  /** The profile that was used, if one was. */
  readonly profile?: string;
  /** Why that one, when it was not named. */
  readonly profileReason?: string;
  /** The project file that has a say about the profile. */
  readonly projectFile?: string;
  /** What else a person should know. */
  readonly warnings?: readonly string[];
  /** The profiles that wait for this call's token, outermost first. */
  readonly chain?: readonly string[];
}

/** Reads the profiles only when one is meant, and their schema with them. */
async function profileFor(
  io: Io,
  { named, needed }: {
    readonly named: string | undefined;
    readonly needed: boolean;
  },
): Promise<
  | {
    readonly profile: UsedProfile;
    readonly reason?: string;
    readonly projectFile?: string;
    readonly warnings: readonly string[];
  }
  | undefined
> {
  if (named === undefined && !needed) return undefined;
  const { requireProfile, unnamedProfile } = await load<
    typeof import("../profiles/profile_store.ts")
  >("../profiles/profile_store.ts", import.meta.url);
  const { loadUsedProfile } = await load<
    typeof import("../profiles/used_profiles.ts")
  >(
    "../profiles/used_profiles.ts",
    import.meta.url,
  );
  const document = await loadUsedProfile(io, named);
  const { warnings, projectFile, isProjectDefault } = document;
  if (named !== undefined) {
    return { profile: requireProfile(document, named), warnings };
  }
  const profile = unnamedProfile(document);
  const reason = document.default === undefined
    ? "the only one"
    : "the default";
  const chosen = projectFile !== undefined && isProjectDefault
    ? { projectFile }
    : {};
  return profile && { profile, reason, warnings, ...chosen };
}

function needsProfile(layers: readonly Layer<CallSettings>[]): boolean {
  const flow = layers.find((each) => each.flow !== undefined)?.flow?.value;
  return !isLocalFlow(flow) &&
    !layers.some((each) => each.clientId !== undefined);
}

/**
 * Finds out what is asked for: options, then the environment, then a profile.
 * The default profile is taken only when nothing else names a client.
 *
 * @param flags The options.
 * @param io The world.
 * @returns The call.
 * @throws {UsageError} If the options contradict each other.
 * @throws {ProfileNotFoundError | SettingsError} If the profile cannot be had.
 */
export async function resolveCall(
  flags: GetTokenFlags,
  io: Io,
): Promise<Call> {
  const outer = [await flagLayer(flags), ...environmentLayers(io.env)];
  const found = await profileFor(io, {
    named: flags.profile ?? (io.env("ENTRADA_PROFILE") || undefined),
    needed: needsProfile(outer),
  });
  const layers = found === undefined
    ? outer
    : [...outer, ...profileLayers(found.profile)];
  const settings = await resolvePresets(mergeCallSettings(layers));
  checkAuthority(settings);
  checkCloud(settings, layers);
  withholdSecrets(settings, io);
  if (found === undefined) return { settings };
  const { profile: { name, origin }, reason } = found;
  const projectFile = origin?.file ?? found.projectFile;
  const warnings = [...found.warnings, ...await secretWarnings(settings, io)];
  if (origin !== undefined) {
    const { guardProject } = await load<
      typeof import("../profiles/project_guard.ts")
    >(
      "../profiles/project_guard.ts",
      import.meta.url,
    );
    guardProject(settings);
  }
  return {
    settings,
    profile: name,
    ...(projectFile === undefined ? {} : { projectFile }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(reason === undefined ? {} : { profileReason: reason }),
  };
}

/** What a profile says of its own secret says nothing of another one. */
async function secretWarnings(
  { clientSecret, secretExpires }: Merged<CallSettings>,
  { clock }: Io,
): Promise<readonly string[]> {
  if (secretExpires === undefined) return [];
  if (clientSecret?.origin.kind !== "profile") return [];
  const { secretWarning } = await load<
    typeof import("../profiles/secret_expiry.ts")
  >(
    "../profiles/secret_expiry.ts",
    import.meta.url,
  );
  const warning = secretWarning(secretExpires.value, clock.now());
  return warning === undefined ? [] : [warning];
}

/** Anything could be a host's name, and asking for it would take its time. */
function checkAuthority({ place }: Merged<CallSettings>): void {
  if (place === undefined || !("authority" in place.value)) return;
  const { authority } = place.value;
  if (/:|\.|^localhost\b/.test(authority)) return;
  throw new UsageError(
    `Cannot use the authority "${authority}": this is not an address`,
    "Write it as https://login.microsoftonline.com/contoso.onmicrosoft.com",
  );
}

/** An authority's address names its tenant, a cloud does not. */
function checkCloud(
  { place, tenant }: Merged<CallSettings>,
  layers: readonly Layer<CallSettings>[],
): void {
  if (place !== undefined && "cloud" in place.value) {
    cloudNamed(place.value.cloud);
  }
  if (place === undefined || tenant !== undefined) return;
  const lost = layers.map((each) => each.place)
    .find((each) => each !== undefined && "authority" in each.value);
  if (!("cloud" in place.value) || lost === undefined) return;
  throw new UsageError(
    `Cannot use the cloud "${place.value.cloud}": the authority whose place it takes named the tenant`,
    "Name the tenant too with -t, or leave the cloud out",
  );
}

/** An identifier has a scheme or is a GUID; a bare word is a name of ours. */
const NAMED_RESOURCE = /^[a-z]+(-[a-z]+)*\/\.default$/i;

/**
 * Puts the addresses of APIs in the place of their short names.
 *
 * @param settings The settings; the cloud among them decides which address.
 * @returns The settings, whose scopes can be sent.
 * @throws {AuthError} `invalid_parameter` if no API has such a name.
 */
export async function resolvePresets(
  settings: Merged<CallSettings>,
): Promise<Merged<CallSettings>> {
  const { scopes } = settings;
  if (!scopes?.value.some((scope) => NAMED_RESOURCE.test(scope))) {
    return settings;
  }
  const { addressOf } = await load<typeof import("./presets.ts")>(
    "./presets.ts",
    import.meta.url,
  );
  const value = scopes.value.map((scope) =>
    NAMED_RESOURCE.test(scope) ? addressOf(scope, settings.place?.value) : scope
  );
  return { ...settings, scopes: { ...scopes, value } };
}

/** What opening a credential needs beside the world. */
export interface CredentialContext {
  /** Network and time; without them, those of the machine. */
  readonly ports?: Ports;
  /** The flow, when it is known: some need no client. */
  readonly flow?: FlowName;
  /** Fetches a secret that is kept for a profile. */
  readonly storedSecret?: (
    secret: StoredSecret,
    store: SecretStoreName,
  ) => Promise<Secret>;
  /** Gets the token of another profile. */
  readonly profileToken?: (
    profile: string,
    context: AssertionContext,
  ) => Promise<Secret>;
}

/**
 * How a secret is read that is kept for the profile which says so.
 *
 * @param member Which of the profile's secrets.
 * @param options Who names it, and what fetches it.
 * @returns What `readSecret` takes; nothing where no profile says so.
 */
export function storedFor(
  member: SecretMember,
  { setting: { origin }, context: { storedSecret } }: {
    readonly setting: Sourced<unknown>;
    readonly context: CredentialContext;
  },
): Pick<ReadSecretOptions, "stored"> {
  if (storedSecret === undefined || origin.kind !== "profile") return {};
  const profile = origin.name;
  return { stored: (store) => storedSecret({ profile, member }, store) };
}

async function openAuthentication(
  settings: Merged<CallSettings>,
  { io, context }: { readonly io: Io; readonly context: CredentialContext },
): Promise<OpenedAuthentication> {
  if (settings.clientSecret !== undefined) {
    const secret = await readSecret(settings.clientSecret, {
      io,
      ...storedFor("clientSecret", { setting: settings.clientSecret, context }),
    });
    return { type: "secret", secret };
  }
  const { openClientCredential } = await load<
    typeof import("./credential.ts")
  >("./credential.ts", import.meta.url);
  return await openClientCredential(settings, { io, context });
}

/** A kept token needs no credential, so it is fetched when something is sent. */
function authenticationOf(
  settings: Merged<CallSettings>,
  options: { readonly io: Io; readonly context: CredentialContext },
): ClientAuthentication {
  const kind = credentialType(settings);
  if (kind === "none") return { type: "none" };
  let opened: Promise<OpenedAuthentication> | undefined;
  const open = async () => {
    try {
      return await (opened ??= openAuthentication(settings, options));
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return { type: "deferred", kind, open };
}

/**
 * Tells whether a setting is about this one call: what an option asks for is,
 * and what a profile or the environment says is about every call.
 *
 * @param setting The setting, if it was given.
 * @returns Whether an option gave it.
 */
export function isOfCall(setting: Sourced<unknown> | undefined): boolean {
  return setting?.origin.kind === "flag";
}

/**
 * Makes the engine's view of the client.
 *
 * @param settings The settings of the call.
 * @param io The world; the client's credential is read from it.
 * @param context What a credential may need.
 * @returns The client's options.
 * @throws {UsageError} If no client is named.
 */
export function clientOptions(
  settings: Merged<CallSettings>,
  io: Io,
  { flow, ...context }: CredentialContext = {},
): ClientOptions & { readonly auth: ClientAuthentication } {
  const isLocal = isLocalFlow(flow ?? settings.flow?.value);
  if (settings.clientId === undefined && !isLocal) {
    throw new UsageError(
      "Cannot tell which client asks: neither a profile nor a client id is named",
      "Name a profile with -p, or give --tenant, --client-id and --scope",
    );
  }
  return {
    clientId: settings.clientId?.value ?? "",
    auth: isLocal
      ? { type: "none" }
      : authenticationOf(settings, { io, context }),
    ...(settings.tenant === undefined
      ? {}
      : { tenantId: settings.tenant.value }),
    ...settings.place?.value,
    ...signInOptions(settings, flow),
  };
}
