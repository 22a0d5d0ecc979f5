import { load } from "../adapters/load.ts";
import type { AcquiredToken, AcquireOptions } from "../engine/client.ts";
import { AuthError } from "../engine/errors.ts";
import type { FlowEvent } from "../engine/events.ts";
import { formatDuration } from "../engine/jwt/duration.ts";
import { complete } from "../engine/flows/complete.ts";
import type { FlowName } from "../engine/flows/flow_names.ts";
import { openClient } from "../engine/open_client.ts";
import type { ClientAuthentication } from "../engine/protocol/client_authentication.ts";
import { type Call, clientOptions } from "./call.ts";
import type { Context } from "./context.ts";
import { ENGINE_PARTS } from "./engine_parts.ts";
import { UsageError } from "./errors.ts";
import type { GetTokenFlags } from "./flags/get_token.ts";
import { flowOf } from "./flow_choice.ts";
import type { Io } from "./io.ts";
import type { Progress } from "./progress.ts";
import { given, requestOptions } from "./request_options.ts";
import { tellWhenSlow } from "./slow_notice.ts";

function redirectPorts(flags: GetTokenFlags): readonly number[] | undefined {
  if (flags.port !== undefined && flags.portRange !== undefined) {
    throw new UsageError(
      "Cannot use --port and --port-range together",
      "Name one port or a range of ports",
    );
  }
  return flags.port === undefined ? flags.portRange : [flags.port];
}

function acquireOptions(
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
 * Asks for one line on standard error, so that standard output stays clean.
 *
 * @param io The world.
 * @returns Asks a question and resolves with the answer.
 */
export function createPrompt(io: Io) {
  return async (question: string, signal?: AbortSignal): Promise<string> => {
    io.stderr.write(question);
    const line = await io.stdin.readLine(signal);
    if (!io.stdin.isTerminal) io.stderr.write("\n");
    if (line !== undefined) return line;
    throw new AuthError(
      "interaction_required",
      "Cannot ask for the pasted address: standard input has ended",
      { hint: "Run it in a terminal, or pipe the address in" },
    );
  };
}

/** Ends the work when its time is up, and forgets the time when the work ends. */
async function within<T>(
  limitMs: number | undefined,
  { io, work }: {
    readonly io: Io;
    readonly work: (signal: AbortSignal) => Promise<T>;
  },
): Promise<T> {
  if (limitMs === undefined) return await work(io.signal);
  const late = new AbortController();
  const done = new AbortController();
  io.clock.sleep(limitMs, done.signal).then(() =>
    late.abort(
      new AuthError(
        "timed_out",
        `Cannot get a token within ${formatDuration(limitMs)}`,
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
  const { createProgress } = await load<typeof import("./progress.ts")>(
    "./progress.ts",
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

async function createTracer(
  { messages, options }: Context,
): Promise<(event: FlowEvent) => void> {
  if (!options.trace) return () => {};
  const { traceLines } = await load<typeof import("./trace.ts")>(
    "./trace.ts",
    import.meta.url,
  );
  return (event) => {
    if (event.type !== "exchange") return;
    for (const line of traceLines(event)) messages.say(line);
  };
}

function chooseFlow(
  { settings }: Call,
  { auth, context }: {
    readonly auth: ClientAuthentication;
    readonly context: Context;
  },
): FlowName {
  const { io, messages } = context;
  const { flow, reason } = flowOf(settings, { auth: auth.type, io });
  if (reason !== undefined) {
    messages.note(`Flow: ${flow}, because ${reason}`);
  }
  return flow;
}

/**
 * Gets the token of a call and tells the progress on standard error.
 *
 * @param call What is asked for.
 * @param options The options of the command, the world, and whom to tell.
 * @returns The token.
 * @throws {AuthError} If no token can be had.
 */
export async function acquireToken(
  call: Call,
  { flags, context }: {
    readonly flags: GetTokenFlags;
    readonly context: Context;
  },
): Promise<AcquiredToken> {
  const { io } = context;
  const options = await clientOptions(call.settings, io);
  const asked = acquireOptions(call, flags);
  const flow = chooseFlow(call, { auth: options.auth, context });
  const trace = await createTracer(context);
  const progress = await createProgress(flow, { flags, context });
  const ports = await io.ports(createPrompt(io));
  const fetch = progress ? ports.fetch : tellWhenSlow(ports.fetch, context);
  const client = openClient(options, {
    ports: { ...ports, fetch },
    parts: ENGINE_PARTS,
  });
  const scopes = call.settings.scopes?.value ?? [];
  const tell = (event: FlowEvent) => {
    trace(event);
    progress?.onEvent(event);
  };
  try {
    const token = await within(flags.timeout, {
      io,
      work: (signal) =>
        complete(client.acquire(scopes, { ...asked, flow, signal }), tell),
    });
    progress?.stop();
    progress?.signedIn(token);
    return token;
  } finally {
    progress?.stop();
  }
}
