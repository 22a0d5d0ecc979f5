import type { AcquireOptions } from "../../engine/client.ts";
import type { FlowEvent } from "../../engine/events.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { Secret } from "../../engine/secret.ts";
import type { Merged } from "../../settings/merge.ts";
import type { ProfileSummary } from "../../tui/open.tsx";
import type { CallSettings } from "../call/call_settings.ts";
import { ConfigurationError } from "../errors.ts";
import type { Io } from "../io.ts";
import { readSecret, type SecretSource } from "../call/secret_source.ts";

const PROFILE = "profile:";

/** Gets the token of another profile, and tells what happens meanwhile. */
export type OtherToken = (
  profile: string,
  chain: readonly string[],
) => AsyncGenerator<FlowEvent, string>;

/** What a flow's material is made from. */
export interface MaterialRequest {
  /** The settings of the profile. */
  readonly settings: Merged<CallSettings>;
  /** What the person gave; it comes before what the profile names. */
  readonly given: AcquireOptions;
  /** The world. */
  readonly io: Io;
  /** Who waits for it: profiles, the first one last. */
  readonly chain: readonly string[];
  readonly otherToken: OtherToken;
}

/**
 * Tells what a profile says about its flows, so that nobody has to be asked.
 *
 * @param settings The settings of the profile.
 * @returns The members of its summary.
 */
export function namedMaterial(
  { password, userAssertion, refreshToken, username }: Merged<CallSettings>,
): Pick<ProfileSummary, "has" | "username"> {
  const has = [
    ...(password === undefined ? [] : ["password"] as const),
    ...(userAssertion === undefined ? [] : ["assertion"] as const),
    ...(refreshToken === undefined ? [] : ["refresh_token"] as const),
  ];
  return {
    ...(has.length === 0 ? {} : { has }),
    ...(username === undefined ? {} : { username: username.value }),
  };
}

async function* assertionOf(
  source: SecretSource,
  { chain, io, otherToken }: MaterialRequest,
): AsyncGenerator<FlowEvent, Secret> {
  const { value } = source;
  if (!value.startsWith(PROFILE)) {
    return await readSecret(source, { io, what: "user's token" });
  }
  const name = value.slice(PROFILE.length);
  if (chain.some((each) => each.toLowerCase() === name.toLowerCase())) {
    throw new ConfigurationError(
      `Cannot get the token of the profile "${name}": it waits for itself, ${
        [...chain, name].join(" → ")
      }`,
      "Give one of these profiles another source for its assertion",
    );
  }
  return new Secret(yield* otherToken(name, chain));
}

/**
 * Fetches what a flow begins with, other than the client's own credential.
 *
 * @param flow The flow.
 * @param request Where it comes from.
 * @returns What happens meanwhile, then what the flow is given.
 * @throws {ConfigurationError | StorageError | AuthError} If it cannot be had.
 */
export async function* flowMaterial(
  flow: FlowName,
  request: MaterialRequest,
): AsyncGenerator<FlowEvent, AcquireOptions> {
  const { settings, given, io } = request;
  const { userAssertion, refreshToken, password } = settings;
  if (flow === "on-behalf-of" && !given.assertion && userAssertion) {
    const assertion = yield* assertionOf(userAssertion, request);
    return { ...given, assertion };
  }
  if (flow === "refresh-token" && !given.refreshToken && refreshToken) {
    const what = "refresh token";
    return {
      ...given,
      refreshToken: await readSecret(refreshToken, { io, what }),
    };
  }
  if (flow === "password" && !given.password && password) {
    const what = "password";
    return { ...given, password: await readSecret(password, { io, what }) };
  }
  return given;
}
