import { load } from "../adapters/load.ts";
import type {
  AcquiredToken,
  AcquireOptions,
  Client,
} from "../engine/client.ts";
import { AuthError } from "../engine/errors.ts";
import type { FlowEvent } from "../engine/events.ts";
import { formatDuration } from "../engine/jwt/duration.ts";
import { complete } from "../engine/flows/complete.ts";
import type { FlowName } from "../engine/flows/flow_names.ts";
import { openClient } from "../engine/open_client.ts";
import type { Ports } from "../engine/ports/mod.ts";
import { type Call, clientOptions } from "./call.ts";
import { credentialType } from "./call_settings.ts";
import type { Context } from "./context.ts";
import { ENGINE_PARTS } from "./engine_parts.ts";
import { UsageError } from "./errors.ts";
import type { GetTokenFlags } from "./flags/get_token.ts";
import { flowOf } from "./flow_choice.ts";
import type { MaterialOptions } from "./flow_material.ts";
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

/**
 * Settles the flow of a call and says why it is this one.
 *
 * @param call The call.
 * @param context The place, and whom to tell.
 * @returns The flow.
 */
export function chooseFlow(
  { settings }: Call,
  { io, messages }: Context,
): FlowName {
  const auth = credentialType(settings);
  const { flow, reason } = flowOf(settings, { auth, io });
  if (reason !== undefined) {
    messages.note(`Flow: ${flow}, because ${reason}`);
  }
  return flow;
}

/** Flows that begin with a secret other than the client's own. */
const WITH_MATERIAL: readonly FlowName[] = [
  "on-behalf-of",
  "refresh-token",
  "password",
];

async function materialOf(
  flow: FlowName,
  options: MaterialOptions,
): Promise<AcquireOptions> {
  if (!WITH_MATERIAL.includes(flow)) return {};
  const { flowMaterial } = await load<typeof import("./flow_material.ts")>(
    "./flow_material.ts",
    import.meta.url,
  );
  return await flowMaterial(flow, options);
}

/** Secrets are asked for on the terminal of the call. */
async function portsOf(io: Io): Promise<Ports> {
  const ports = await io.ports(createPrompt(io));
  return {
    ...ports,
    prompt: {
      secret: async (question, signal) => {
        const { askSecret } = await load<typeof import("./ask_secret.ts")>(
          "./ask_secret.ts",
          import.meta.url,
        );
        return await askSecret(question, { io, signal });
      },
    },
  };
}

/** What one call waits for ends with that call, its time limit included. */
function until(
  options: MaterialOptions,
  signal: AbortSignal | undefined,
): MaterialOptions {
  if (signal === undefined) return options;
  const { context } = options;
  return { ...options, context: { ...context, io: { ...context.io, signal } } };
}

async function clientFor(
  { flow, ports, options }: {
    readonly flow: FlowName;
    readonly ports: Ports;
    readonly options: MaterialOptions;
  },
): Promise<Client> {
  const { call, context } = options;
  const client = await clientOptions(call.settings, context.io, {
    flow,
    ports,
    profileToken: async (name, { audience, signal }) => {
      const { profileToken } = await load<
        typeof import("./profile_token.ts")
      >("./profile_token.ts", import.meta.url);
      return await profileToken(name, {
        ...until(options, signal),
        ...(audience === undefined ? {} : { audience }),
      });
    },
  });
  return openClient(client, { ports, parts: ENGINE_PARTS });
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
  const options = { call, flags, context };
  const asked = acquireOptions(call, flags);
  const flow = chooseFlow(call, context);
  const ports = await portsOf(io);
  // Its waits are told by the progress; a silent wait is told by itself.
  const progress = await createProgress(flow, { flags, context });
  const fetch = progress ? ports.fetch : tellWhenSlow(ports.fetch, context);
  const client = await clientFor({
    flow,
    ports: { ...ports, fetch },
    options,
  });
  const trace = await createTracer(context);
  const scopes = call.settings.scopes?.value ?? [];
  const tell = (event: FlowEvent) => {
    trace(event);
    progress?.onEvent(event);
  };
  const run = async (signal: AbortSignal) => {
    const material = await materialOf(flow, until(options, signal));
    const wish = { ...asked, ...material, flow, signal };
    return await complete(client.acquire(scopes, wish), tell);
  };
  try {
    const token = await within(flags.timeout, { io, work: run });
    progress?.stop();
    progress?.signedIn(token);
    return token;
  } finally {
    progress?.stop();
  }
}
