import { registrationOf } from "../../engine/cache/owner.ts";
import { clientOptions, resolveCall } from "./call.ts";
import { clientFor } from "./call_client.ts";
import { callPorts } from "./call_ports.ts";
import { credentialType } from "./call_settings.ts";
import type { Context } from "../context.ts";
import { TokenNotValidError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import type { KeptFlags } from "../flags/kept.ts";
import { flowOf } from "./flow_choice.ts";
import { findOnBehalf } from "../kept/on_behalf.ts";
import { callStore } from "../kept/storage.ts";
import { profileAuthority } from "./profile_authority.ts";
import { requestOptions } from "./request_options.ts";
import type { GivenToken } from "./token_argument.ts";

function callFlags(profile: string, flags: KeptFlags): GetTokenFlags {
  const { tokenStore, passphraseFile, passphraseStdin } = flags;
  return {
    profile,
    cache: true,
    interaction: true,
    warnExpiry: 0,
    ...(tokenStore === undefined ? {} : { tokenStore }),
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(passphraseStdin === undefined ? {} : { passphraseStdin }),
  };
}

/**
 * Finds the token that is kept for a profile, expired or not; nothing is sent.
 *
 * @param profile The profile.
 * @param options How what is kept is opened, and the world.
 * @returns The token, and the authority of the profile.
 * @throws {ProfileNotFoundError} If there is no such profile.
 * @throws {TokenNotValidError} If no token is kept for it.
 */
export async function keptToken(
  profile: string,
  options: { readonly flags: KeptFlags; readonly context: Context },
): Promise<GivenToken> {
  const { context, context: { io } } = options;
  const flags = callFlags(profile, options.flags);
  const call = await resolveCall(flags, io);
  const { settings } = call;
  const { flow } = flowOf(settings, { auth: credentialType(settings), io });
  const announce = () => {};
  const ports = await callPorts(io, announce);
  const use = { flow, ports, announce, onPlace: undefined };
  const client = clientFor({ call, flags, context }, use);
  const scopes = settings.scopes?.value ?? [];
  const { signal } = io;
  const wish = { ...requestOptions(settings), flow, signal };
  const found = await client.find(scopes, wish) ??
    await findOnBehalf(callStore({ context, flags, settings }), {
      ...{ profile: call.profile ?? profile, scopes, signal },
      registration: registrationOf(clientOptions(settings, io, { flow })),
    });
  if (found !== undefined) {
    const authority = profileAuthority(settings);
    return {
      text: found.accessToken,
      ...(found.idToken === undefined ? {} : { idToken: found.idToken }),
      ...(authority === undefined ? {} : { authority }),
    };
  }
  throw new TokenNotValidError(
    `No token is kept for the profile "${call.profile ?? profile}"`,
    `Get one: entrada get-token -p ${call.profile ?? profile}`,
  );
}
