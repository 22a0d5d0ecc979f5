import type { AcquireOptions } from "../../engine/client.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Call } from "./call.ts";
import type { Context } from "../context.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { profileToken } from "./profile_token.ts";
import { readSecret, type SecretSource } from "./secret_source.ts";

const PROFILE = "profile:";

/** What a flow's material is made from. */
export interface MaterialOptions {
  /** The call. */
  readonly call: Call;
  /** Its options. */
  readonly flags: GetTokenFlags;
  /** The world. */
  readonly context: Context;
}

async function userAssertion(
  source: SecretSource,
  options: MaterialOptions,
): Promise<AcquireOptions> {
  const { value } = source;
  const assertion = value.startsWith(PROFILE)
    ? await profileToken(value.slice(PROFILE.length), options)
    : await readSecret(source, {
      io: options.context.io,
      what: "user's token",
    });
  return { assertion };
}

/**
 * Fetches the secrets that a flow begins with, other than the client's own.
 *
 * @param flow The flow.
 * @param options The call and the world.
 * @returns What the flow is given; nothing where nothing was named.
 * @throws {ConfigurationError | StorageError | UsageError | AuthError} If it cannot be had.
 */
export async function flowMaterial(
  flow: FlowName,
  options: MaterialOptions,
): Promise<AcquireOptions> {
  const { settings } = options.call;
  const { io } = options.context;
  const { userAssertion: user, refreshToken, password } = settings;
  if (flow === "on-behalf-of" && user !== undefined) {
    return await userAssertion(user, options);
  }
  if (flow === "refresh-token" && refreshToken !== undefined) {
    const what = "refresh token";
    return { refreshToken: await readSecret(refreshToken, { io, what }) };
  }
  if (flow === "password" && password !== undefined) {
    return { password: await readSecret(password, { io, what: "password" }) };
  }
  return {};
}
