import { load } from "../adapters/load.ts";
import type { ClientOptions } from "../engine/client.ts";
import type { ClientAuthentication } from "../engine/protocol/client_authentication.ts";
import { type Layer, layer, type Merged } from "../settings/merge.ts";
import {
  type CallSettings,
  environmentLayers,
  mergeCallSettings,
  profileLayer,
  toCallSettings,
} from "./call_settings.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import type { GetTokenFlags } from "./flags/get_token.ts";
import type { Io } from "./io.ts";
import { FROM_STDIN, readSecret } from "./secret_source.ts";

/** Everything about one request for a token, but for how it is shown. */
export interface Call {
  /** Each setting, with where it came from. */
  readonly settings: Merged<CallSettings>;
  /** The profile that was used, if one was. */
  readonly profile?: string;
}

const FLAG_NAMES: Readonly<Partial<Record<keyof CallSettings, string>>> = {
  tenant: "--tenant",
  clientId: "--client-id",
  scopes: "--scope",
  flow: "--flow",
  redirectUri: "--redirect-uri",
  place: "--authority",
  market: "--mkt",
  loginHint: "--login-hint",
  domainHint: "--domain-hint",
  prompt: "--prompt",
  claims: "--claims",
};

function secretFlag(
  flags: GetTokenFlags,
): { readonly option: string; readonly value: string } | undefined {
  const given = [
    flags.clientSecretEnv === undefined ? undefined : {
      option: "--client-secret-env",
      value: `env:${flags.clientSecretEnv}`,
    },
    flags.clientSecretFile === undefined ? undefined : {
      option: "--client-secret-file",
      value: `file:${flags.clientSecretFile}`,
    },
    flags.clientSecretStdin
      ? { option: "--client-secret-stdin", value: FROM_STDIN }
      : undefined,
  ].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw new UsageError(
      `Cannot use ${given.map((each) => each.option).join(" and ")} together`,
      "Name one place of the client secret",
    );
  }
  return given[0];
}

function flagLayer(flags: GetTokenFlags): Layer<CallSettings> {
  const secret = secretFlag(flags);
  const names = { ...FLAG_NAMES, clientSecret: secret?.option };
  return layer<CallSettings>(
    toCallSettings({
      tenant: flags.tenant,
      clientId: flags.clientId,
      scopes: flags.scope,
      resource: flags.resource,
      clientSecret: secret?.value,
      flow: flags.flow,
      redirectUri: flags.redirectUri,
      cloud: flags.cloud,
      authority: flags.authority,
      market: flags.mkt,
      loginHint: flags.loginHint,
      domainHint: flags.domainHint,
      prompt: flags.prompt,
      claims: flags.claims,
    }),
    (key) => ({ kind: "flag", name: names[key] ?? key }),
  );
}

/** Reads the profiles only when one is meant, and their schema with them. */
async function profileFor(
  io: Io,
  { named, needed }: {
    readonly named: string | undefined;
    readonly needed: boolean;
  },
) {
  if (named === undefined && !needed) return undefined;
  const { loadProfiles, requireProfile, unnamedProfile } = await load<
    typeof import("./profile_store.ts")
  >("./profile_store.ts", import.meta.url);
  const document = await loadProfiles(io);
  return named === undefined
    ? unnamedProfile(document)
    : requireProfile(document, named);
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
  const outer = [flagLayer(flags), ...environmentLayers(io.env)];
  const profile = await profileFor(io, {
    named: flags.profile ?? (io.env("ENTRADA_PROFILE") || undefined),
    needed: !outer.some((each) => each.clientId !== undefined),
  });
  if (profile === undefined) return { settings: mergeCallSettings(outer) };
  return {
    settings: mergeCallSettings([...outer, profileLayer(profile)]),
    profile: profile.name,
  };
}

/**
 * Says what the environment changed about a profile, which is easily overlooked.
 *
 * @param call The call.
 * @param context Whom to tell.
 */
export function noteOverrides(
  { settings, profile }: Call,
  { messages }: Pick<Context, "messages">,
): void {
  for (const sourced of Object.values(settings)) {
    const overrides = sourced.origin.kind === "environment" &&
      sourced.overridden.some((origin) => origin.kind === "profile");
    if (overrides) {
      messages.note(
        `Note: ${sourced.origin.name} takes the place of what the profile "${profile}" says`,
      );
    }
  }
}

async function authenticationOf(
  settings: Merged<CallSettings>,
  io: Io,
): Promise<ClientAuthentication> {
  return settings.clientSecret === undefined
    ? { type: "none" }
    : { type: "secret", secret: await readSecret(settings.clientSecret, io) };
}

/**
 * Makes the engine's view of the client.
 *
 * @param settings The settings of the call.
 * @param io The world; the client secret is read from it.
 * @returns The client's options.
 * @throws {UsageError} If no client is named.
 */
export async function clientOptions(
  settings: Merged<CallSettings>,
  io: Io,
): Promise<ClientOptions & { readonly auth: ClientAuthentication }> {
  if (settings.clientId === undefined) {
    throw new UsageError(
      "Cannot tell which client asks: neither a profile nor a client id is named",
      "Name a profile with -p, or give --tenant, --client-id and --scope",
    );
  }
  return {
    clientId: settings.clientId.value,
    auth: await authenticationOf(settings, io),
    ...(settings.tenant === undefined
      ? {}
      : { tenantId: settings.tenant.value }),
    ...settings.place?.value,
  };
}
