import type { AcquiredToken } from "../../engine/client.ts";
import { clientPreset } from "../../engine/entra/presets.ts";
import { resourceScope } from "../../engine/entra/scopes.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Merged, Sourced } from "../../settings/merge.ts";
import { acquireToken } from "../call/acquire_token.ts";
import { type Call, resolveCall } from "../call/call.ts";
import { callPorts } from "../call/call_ports.ts";
import {
  type CallSettings,
  CREDENTIALS,
  credentialType,
} from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import type { GraphSignInFlags } from "../flags/discover.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { flowOf, isLocalFlow } from "../call/flow_choice.ts";
import type { Io } from "../io.ts";
import { tellWhenSlow } from "../terminal/slow_notice.ts";
import { graphPlace } from "./graph_place.ts";
import { createGraphReader, type GraphReader } from "./graph_reader.ts";

/** What is done with app registrations: each is a permission of its own. */
export type GraphAccess = "read" | "write";

/** Microsoft's own client for administrators, which every tenant knows. */
const USUAL_CLIENT = "graph-powershell";

const PERMISSIONS: Readonly<Record<GraphAccess, string>> = {
  read: "Application.Read.All",
  write: "Application.ReadWrite.All",
};

/** Somebody who is signed in to Graph, or will be at the first request. */
export interface GraphSession extends GraphReader {
  /** What it was opened for. */
  readonly access: GraphAccess;
  /** Settings of the sign-in: the tenant and the authority are among them. */
  readonly settings: Merged<CallSettings>;
  /** Graph's identifier in scopes. */
  readonly resource: string;
  /** Whether a user signs in, who can consent; a program cannot. */
  readonly isPerson: boolean;
  /** The tenant of the token, once there is one. */
  readonly tenantId: string | undefined;
  /** Signs in anew, by this flow; what was kept does not matter. */
  signInBy(flow: FlowName): Promise<void>;
}

/** Who signs in, and for what. */
export interface GraphSignIn {
  /** The options. */
  readonly flags: GraphSignInFlags;
  /** The world, and whom to tell. */
  readonly context: Context;
  /** What is to be done. */
  readonly access: GraphAccess;
}

function asFlag<T>(value: T, name: string): Sourced<T> {
  return { value, origin: { kind: "flag", name }, overridden: [] };
}

/** Options that mean the same to every sign-in; those of a profile that is made stay out. */
const SAME = [
  "profile",
  "tenant",
  "flow",
  "cloud",
  "authority",
  "account",
  "loginHint",
  "timeout",
  "open",
  "showUrl",
  "tokenStore",
  "force",
  "passphraseFile",
  "passphraseStdin",
] as const satisfies readonly (keyof GraphSignInFlags & keyof GetTokenFlags)[];

/** Whoever names no profile and no client is a person with Microsoft's own one. */
function tokenFlags(flags: GraphSignInFlags): GetTokenFlags {
  const { client, clientId, profile, cache, interaction } = flags;
  const usual = profile === undefined && client === undefined
    ? USUAL_CLIENT
    : client;
  const named = clientId === undefined && usual !== undefined
    ? clientPreset(usual)
    : clientId;
  const same = SAME.filter((name) => flags[name] !== undefined)
    .map((name) => [name, flags[name]]);
  return {
    ...Object.fromEntries(same),
    ...(named === undefined ? {} : { clientId: named }),
    cache: cache ?? true,
    interaction: interaction ?? true,
    warnExpiry: 0,
  };
}

/** A profile of the environment is for calls of APIs, not for this. */
function withoutEnvironmentProfile(io: Io): Io {
  return {
    ...io,
    env: (name) => name === "ENTRADA_PROFILE" ? undefined : io.env(name),
  };
}

/** Variables say how the user's own client signs in, which Microsoft's does not. */
function withoutOwnProof(
  settings: Merged<CallSettings>,
): Merged<CallSettings> {
  const { flow, ...rest } = settings;
  const own = CREDENTIALS.map(([key]) => key) as readonly string[];
  return {
    ...Object.fromEntries(
      Object.entries(rest).filter(([key]) => !own.includes(key)),
    ),
    ...(flow?.origin.kind === "flag" ? { flow } : {}),
  };
}

async function settingsOf(
  flags: GetTokenFlags,
  io: Io,
): Promise<Pick<Call, "settings" | "profile">> {
  const call = await resolveCall(flags, withoutEnvironmentProfile(io));
  const isOwn = call.profile !== undefined ||
    call.settings.clientId?.value !== clientPreset(USUAL_CLIENT);
  const settings = isOwn ? call.settings : withoutOwnProof(call.settings);
  const isKnown = settings.tenant !== undefined ||
    settings.place !== undefined && "authority" in settings.place.value;
  if (isKnown) return { ...call, settings };
  // Whoever signs in is at home somewhere.
  const tenant: Sourced<string> = {
    value: "organizations",
    origin: { kind: "default", name: "discover" },
    overridden: [],
  };
  return { ...call, settings: { ...settings, tenant } };
}

/** The call for a token of Graph's, whatever else a profile asks for. */
function callFor(
  { settings, profile }: Pick<Call, "settings" | "profile">,
  wish: {
    readonly scope: string;
    readonly claims: string | undefined;
    readonly flow: FlowName | undefined;
  },
): Call {
  const { claims: _, flow, ...rest } = settings;
  return {
    ...(profile === undefined ? {} : { profile }),
    settings: {
      ...rest,
      ...(flow === undefined ? {} : { flow }),
      ...(wish.flow === undefined ? {} : { flow: asFlag(wish.flow, "--flow") }),
      ...(wish.claims === undefined
        ? {}
        : { claims: asFlag(wish.claims, "--claims") }),
      capabilities: asFlag(["cp1"], "--capability"),
      scopes: asFlag([wish.scope], "--scope"),
    },
  };
}

/** What a sign-in to Graph remembers. */
interface Tokens extends Pick<GraphSession, "signInBy" | "tenantId"> {
  readonly token: (claims?: string) => Promise<string>;
}

function createTokens(
  acquire: (
    wish: { readonly claims?: string; readonly flow?: FlowName },
  ) => Promise<AcquiredToken>,
): Tokens {
  let token: AcquiredToken | undefined;
  return {
    get tenantId() {
      return token?.tenantId;
    },
    async token(claims) {
      if (claims !== undefined) token = await acquire({ claims });
      return (token ??= await acquire({})).accessToken;
    },
    async signInBy(flow) {
      token = await acquire({ flow });
    },
  };
}

/**
 * Prepares a sign-in to Graph; it happens at the first request.
 *
 * @param signIn Who signs in, and for what.
 * @returns What asks Graph.
 * @throws {UsageError | AuthError} If it cannot be told who signs in where.
 */
export async function openGraph(
  { flags, context, access }: GraphSignIn,
): Promise<GraphSession> {
  const { io } = context;
  const asked = tokenFlags(flags);
  const known = await settingsOf(asked, io);
  const { settings } = known;
  const { base, resource } = graphPlace(settings.place?.value, flags.graph);
  const auth = credentialType(settings);
  const { flow } = flowOf(settings, { auth, io });
  const isPerson = flow !== "client-credentials" && !isLocalFlow(flow);
  const scope = isPerson
    ? `${resource}/${PERMISSIONS[access]}`
    : resourceScope(resource);
  const tokens = createTokens(async ({ claims, flow }) => {
    const call = callFor(known, { scope, claims, flow });
    const isSignIn = flow !== undefined;
    return await acquireToken({ call, flags: asked, context, isSignIn });
  });
  const { fetch, clock } = await callPorts(io, () => {});
  const watched = await context.trace?.watch(fetch) ?? fetch;
  const { ask } = createGraphReader({
    ...{ base, resource, clock, signal: io.signal },
    fetch: tellWhenSlow(watched, context),
    token: tokens.token,
  });
  return Object.assign(tokens, { ask, access, settings, resource, isPerson });
}
