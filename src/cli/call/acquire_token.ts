import { load } from "../../adapters/load.ts";
import type { AcquiredToken, AcquireOptions } from "../../engine/client.ts";
import { AuthError } from "../../engine/errors.ts";
import type { FlowEvent } from "../../engine/events.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { complete } from "../../engine/flows/complete.ts";
import { flowInfo, type FlowName } from "../../engine/flows/flow_names.ts";
import { type Call, isOfCall } from "./call.ts";
import { clientFor, type TokenPlace, until } from "./call_client.ts";
import { callPorts } from "./call_ports.ts";
import { credentialType } from "./call_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { flowOf } from "./flow_choice.ts";
import type { MaterialOptions } from "./flow_material.ts";
import type { Io } from "../io.ts";
import type { Progress } from "../terminal/progress.ts";
import { tellWarning } from "../terminal/messages.ts";
import { given, requestOptions } from "./request_options.ts";
import { tellWhenSlow } from "../terminal/slow_notice.ts";

function redirectPorts(flags: GetTokenFlags): readonly number[] | undefined {
  if (flags.port !== undefined && flags.portRange !== undefined) {
    throw new UsageError(
      "Cannot use --port and --port-range together",
      "Name one port or a range of ports",
    );
  }
  return flags.port === undefined ? flags.portRange : [flags.port];
}

/**
 * Makes the engine's view of what is asked.
 *
 * @param call The call.
 * @param flags Its options.
 * @returns The options of the request.
 * @throws {UsageError} If options contradict each other.
 */
export function acquireOptions(
  { settings }: Call,
  flags: GetTokenFlags,
): AcquireOptions {
  return {
    ...requestOptions(settings),
    ...given<AcquireOptions>({
      force: flags.force,
      noInteraction: !flags.interaction,
      minTtlMs: flags.minTtl,
      openBrowser: flags.open,
      redirectPorts: redirectPorts(flags),
    }),
  };
}

/**
 * Ends the work when its time is up, and forgets the time when the work ends.
 *
 * @param limitMs How long it may take, in milliseconds; for ever when left out.
 * @param options What to do, in which world, and how much of the time is gone.
 * @returns What `work` returns.
 * @throws {AuthError} `timed_out`, if the work ends with its signal.
 */
export async function within<T>(
  limitMs: number | undefined,
  { io, work, goneMs = 0, action = "Cannot get a token" }: {
    readonly io: Io;
    readonly work: (signal: AbortSignal) => Promise<T>;
    readonly goneMs?: number | undefined;
    readonly action?: string;
  },
): Promise<T> {
  if (limitMs === undefined) return await work(io.signal);
  const late = new AbortController();
  const done = new AbortController();
  const leftMs = Math.max(0, limitMs - Math.max(0, goneMs));
  io.clock.sleep(leftMs, done.signal).then(() =>
    late.abort(
      new AuthError(
        "timed_out",
        `${action} within ${formatDuration(limitMs)}`,
        {
          hint:
            "Give it longer with --timeout, or look for the delay with --trace",
        },
      ),
    ), () => {});
  try {
    return await work(AbortSignal.any([io.signal, late.signal]));
  } finally {
    done.abort();
  }
}

/** A flow without a person has nothing to wait for, so nothing to tell. */
async function createProgress(
  flow: FlowName,
  { flags, context }: {
    readonly flags: GetTokenFlags;
    readonly context: Context;
  },
): Promise<Progress | undefined> {
  if (flow === "client-credentials") return undefined;
  const { createProgress } = await load<
    typeof import("../terminal/progress.ts")
  >(
    "../terminal/progress.ts",
    import.meta.url,
  );
  const { io, messages, options } = context;
  return createProgress({
    io,
    messages,
    live: io.stderr.isTerminal && !options.trace && !options.quiet,
    showUrl: flags.showUrl === true || flags.open === false ||
      (flow === "authorization-code" && flags.open !== true),
  });
}

/** Says why it is this flow when something is run, and not for a kept token. */
function settleFlow(
  { settings }: Call,
  { context: { io, messages }, flags }: {
    readonly context: Context;
    readonly flags?: GetTokenFlags;
  },
): { readonly flow: FlowName; readonly announce: () => void } {
  const auth = credentialType(settings);
  const { flow, reason } = flowOf(settings, { auth, io });
  // Where nobody may be asked, what is kept is refreshed, or nothing is run.
  const runs = flags?.interaction !== false || flow === "password" ||
    !flowInfo(flow).interactive;
  let isDue = reason !== undefined && runs;
  const announce = () => {
    if (isDue) messages.note(`Flow: ${flow}, because ${reason}`);
    isDue = false;
  };
  return { flow, announce };
}

/**
 * Settles the flow of a call and says why it is this one.
 *
 * @param call The call.
 * @param context The place, and whom to tell.
 * @returns The flow.
 */
export function chooseFlow(call: Call, context: Context): FlowName {
  const { flow, announce } = settleFlow(call, { context });
  announce();
  return flow;
}

/** Flows that begin with a secret other than the client's own. */
const WITH_MATERIAL: readonly FlowName[] = [
  "on-behalf-of",
  "refresh-token",
  "password",
];

/** What an API demands, beside what is asked for anyway. */
async function joinedClaims(
  { call: { settings: { claims } }, challenge }: MaterialOptions & AcquireMode,
): Promise<AcquireOptions> {
  if (challenge === undefined) return {};
  const { mergeClaims } = await load<
    typeof import("../../engine/entra/claims_request.ts")
  >("../../engine/entra/claims_request.ts", import.meta.url);
  const own = isOfCall(claims) ? claims?.value : undefined;
  return { claims: mergeClaims(own, challenge) ?? challenge };
}

async function materialOf(
  flow: FlowName,
  options: MaterialOptions & AcquireMode,
): Promise<AcquireOptions> {
  const claims = await joinedClaims(options);
  if (!WITH_MATERIAL.includes(flow)) return claims;
  const { flowMaterial } = await load<typeof import("./flow_material.ts")>(
    "./flow_material.ts",
    import.meta.url,
  );
  return { ...claims, ...await flowMaterial(flow, options) };
}

/** How a token is got. */
export interface AcquireMode {
  /** Run the flow, whatever is kept. */
  readonly isSignIn?: boolean;
  /** Claims that an API demands beyond those that are asked for anyway. */
  readonly challenge?: string;
  /** How much of the time limit is gone already, in milliseconds. */
  readonly goneMs?: number;
  /** Hears what happens. */
  readonly onEvent?: (event: FlowEvent) => void;
  /** Hears where the token is kept, when that is opened. */
  readonly onPlace?: (place: TokenPlace) => void;
}

/** What keeps tokens may fail without anything being run. */
function isOfStore(event: FlowEvent): boolean {
  return event.type === "warning" && event.code === "storage_failed";
}

interface Listeners {
  readonly announce: () => void;
  readonly trace: (event: FlowEvent) => void;
  readonly progress: Progress | undefined;
  readonly context: Context;
}

/** Without a person there is no progress, but there may be warnings. */
function tellEvent(
  event: FlowEvent,
  { announce, trace, progress, context }: Listeners,
): void {
  if (!isOfStore(event)) announce();
  trace(event);
  if (progress !== undefined) progress.onEvent(event);
  else if (event.type === "warning") tellWarning(event, context.messages);
}

/** Says where the token is not all that was asked for. */
async function tellOfToken(
  token: AcquiredToken,
  { call, flags, context: { io, messages } }: MaterialOptions,
): Promise<void> {
  const isKept = token.source !== "flow" && isOfCall(call.settings.flow);
  if (!isKept && flags.minTtl === undefined) return;
  const { keptNote, lifeWarning } = await load<
    typeof import("./token_notes.ts")
  >("./token_notes.ts", import.meta.url);
  const note = keptNote(token, { call, flags });
  if (note !== undefined) messages.note(note);
  const warning = lifeWarning(token, { flags, now: io.clock.now() });
  if (warning !== undefined) messages.warn(warning);
}

/**
 * Gets the token of a call and tells the progress on standard error, and the
 * steps where the options of the call want them.
 *
 * @param options What is asked for, the options of the command, and the world.
 * @returns The token.
 * @throws {AuthError} If no token can be had.
 */
export async function acquireToken(
  options: MaterialOptions & AcquireMode,
): Promise<AcquiredToken> {
  const trace = await options.context.trace?.begin();
  const onEvent = trace?.onEvent ?? (() => {});
  try {
    const token = await acquire(options, onEvent);
    await tellOfToken(token, options);
    trace?.end({ token });
    return token;
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    trace?.end({ failure });
    throw error;
  }
}

async function acquire(
  options: MaterialOptions & AcquireMode,
  trace: (event: FlowEvent) => void,
): Promise<AcquiredToken> {
  const { call, flags, context, context: { io } } = options;
  const asked = acquireOptions(call, flags);
  const { flow, announce } = settleFlow(call, options);
  const ports = await callPorts(io, announce);
  // Its waits are told by the progress; a silent wait is told by itself.
  const progress = await createProgress(flow, { flags, context });
  const fetch = progress ? ports.fetch : tellWhenSlow(ports.fetch, context);
  const scopes = call.settings.scopes?.value ?? [];
  const tell = (event: FlowEvent) => {
    tellEvent(event, { announce, trace, progress, context });
    options.onEvent?.(event);
  };
  const run = async (signal: AbortSignal) => {
    const limited = { ...options, ...until(options, signal) };
    const client = clientFor(limited, {
      flow,
      ports: { ...ports, fetch },
      announce,
      onPlace: options.onPlace,
    });
    const material = await materialOf(flow, limited);
    const wish = { ...asked, ...material, signal };
    const run = options.isSignIn
      ? client.run(flow, scopes, wish)
      : client.acquire(scopes, wish);
    return await complete(run, tell);
  };
  try {
    const { goneMs } = options;
    const token = await within(flags.timeout, { io, work: run, goneMs });
    progress?.stop();
    progress?.signedIn(token);
    return token;
  } finally {
    progress?.stop();
  }
}
