/**
 * A profile's client for the library: what `get-token -p` uses, without a
 * terminal to ask at or to write on.
 *
 * @module
 */
import { EnvironmentError } from "../../adapters/environment.ts";
import type {
  ProfileClient,
  ProfileOpener,
  ProfileOptions,
} from "../../adapters/from_profile.ts";
import {
  credentialToken,
  fetchWithToken,
} from "../../engine/api/client_calls.ts";
import { scopesAnswerAt } from "../../engine/api/resource_hosts.ts";
import type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
} from "../../engine/client.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import { SettingsError } from "../../settings/settings_error.ts";
import { isOwnSandbox } from "../api/scopes.ts";
import { type Call, resolveCall } from "../call/call.ts";
import { clientFor } from "../call/call_client.ts";
import { credentialType } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import {
  ConfigurationError,
  ProfileNotFoundError,
  StorageError,
  UsageError,
} from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { flowOf } from "../call/flow_choice.ts";
import type { Io } from "../io.ts";
import { createMessages } from "../terminal/messages.ts";
import { given, requestOptions } from "../call/request_options.ts";
import { systemIo } from "../run_here.ts";

function refuseToAsk(): Promise<string> {
  return Promise.reject(
    new AuthError(
      "interaction_required",
      "Cannot ask for the pasted address: nobody can answer here",
      { hint: "Sign in with entrada login first" },
    ),
  );
}

const NOWHERE = { isTerminal: false, write: () => {} };

/** A library neither reads what is typed nor writes on anybody's screen. */
function quietIo(io: Io, { ports: replaced }: ProfileOptions): Io {
  // Who replaces the network means all of it.
  const apiFetch = replaced?.fetch;
  return {
    ...io,
    stdout: NOWHERE,
    stderr: NOWHERE,
    stdin: {
      isTerminal: false,
      readAll: () => Promise.resolve(""),
      readLine: () => Promise.resolve(undefined),
      readHidden: () => Promise.resolve(undefined),
    },
    ports: async () => ({
      ...await io.ports(refuseToAsk),
      ...(apiFetch === undefined ? {} : { apiFetch }),
      ...replaced,
    }),
  };
}

function quietContext(io: Io): Context {
  const options = {
    verbose: false,
    quiet: true,
    trace: false,
    color: "never",
  } as const;
  return {
    io,
    options,
    messages: createMessages(io, options),
    process: { stdout: NOWHERE, stderr: NOWHERE },
  };
}

/** What every call of the profile's client has in common. */
interface Usual {
  readonly client: Client;
  readonly asked: AcquireOptions;
  readonly flow: FlowName;
  readonly scopes: readonly string[];
  readonly options: ClientOptions;
  readonly fetch: Ports["fetch"];
  /** Whether any token of the profile's authority may go to an address. */
  readonly isOwn: (url: URL) => boolean;
}

/** What a call says itself comes before what the profile says. */
function withUsual(
  { client, asked, scopes, options, fetch, isOwn }: Usual,
): Omit<ProfileClient, "profile" | "scopes" | "flow"> {
  const getToken: Client["getToken"] = (wanted, own): Promise<AcquiredToken> =>
    client.getToken(wanted, { ...asked, ...own });
  const caller = { client: { getToken }, options };
  return {
    ...client,
    acquire: (wanted, own) => client.acquire(wanted, { ...asked, ...own }),
    run: (flow, wanted, own) =>
      client.run(flow, wanted, { ...asked, ...own, flow }),
    preview: (wanted, own) => client.preview(wanted, { ...asked, ...own }),
    find: (wanted, own) => client.find(wanted, { ...asked, ...own }),
    getToken,
    asCredential: () => ({
      getToken: (wanted, own) =>
        credentialToken({ scopes: wanted, options: own }, caller),
    }),
    fetch(input, init = {}) {
      const url = new URL(input instanceof Request ? input.url : input);
      const isHere = isOwn(url);
      const isUsual = scopes.length > 0 &&
        (isHere || scopesAnswerAt(scopes, url) !== "no");
      const own = {
        ...init,
        ...(isUsual && init.scopes === undefined ? { scopes } : {}),
        ...(isHere ? { origins: [...init.origins ?? [], url.origin] } : {}),
      };
      return fetchWithToken({ input, init: own }, { ...caller, fetch });
    },
  };
}

async function openUsual(
  call: Call,
  { flags, context }: {
    readonly flags: GetTokenFlags;
    readonly context: Context;
  },
): Promise<Usual> {
  const { settings } = call;
  const { io } = context;
  const { flow } = flowOf(settings, { auth: credentialType(settings), io });
  const ports = await io.ports(refuseToAsk);
  const announce = () => {};
  const client = clientFor({ call, flags, context }, {
    ...{ flow, ports, announce, onPlace: undefined },
  });
  return {
    client,
    scopes: settings.scopes?.value ?? [],
    flow,
    asked: requestOptions(settings),
    options: given<ClientOptions>({
      clientId: settings.clientId?.value ?? "",
      tenantId: settings.tenant?.value,
      capabilities: settings.capabilities?.value,
    }),
    fetch: ports.apiFetch ?? ports.fetch,
    isOwn: (url) => isOwnSandbox(settings, url),
  };
}

/** Scripts know the library's errors alone, by their codes. */
function toAuthError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AuthError) return error;
  const code = error instanceof ProfileNotFoundError
    ? "profile_not_found"
    : error instanceof StorageError
    ? "storage_failed"
    : [ConfigurationError, EnvironmentError, SettingsError, UsageError]
        .some((kind) => error instanceof kind)
    ? "profile_invalid"
    : undefined;
  if (code === undefined) return error;
  const { message, hint } = error as Error & { readonly hint?: string };
  const details = { cause: error, ...(hint === undefined ? {} : { hint }) };
  return new AuthError(code, message, details);
}

/**
 * Makes the client of a profile.
 *
 * @param name The profile, in any case.
 * @param options How it is used.
 * @returns The client.
 * @throws {AuthError} `profile_not_found` or `profile_invalid` if the profile
 * cannot be had.
 */
export const openProfile: ProfileOpener["openProfile"] = async (
  name,
  options,
) => {
  const io = quietIo(systemIo(new AbortController().signal), options);
  const flags: GetTokenFlags = {
    profile: name,
    cache: options.cache !== false,
    interaction: true,
    warnExpiry: 0,
  };
  try {
    const call = await resolveCall(flags, io);
    const usual = await openUsual(call, { flags, context: quietContext(io) });
    return {
      ...withUsual(usual),
      profile: call.profile ?? name,
      scopes: usual.scopes,
      flow: usual.flow,
    };
  } catch (error) {
    throw toAuthError(error);
  }
};
