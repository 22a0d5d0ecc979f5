import type { AcquiredToken } from "../../engine/client.ts";
import { AuthError, ServerError } from "../../engine/errors.ts";
import { acquireToken } from "../call/acquire_token.ts";
import { resolveCall } from "../call/call.ts";
import { noteOverrides } from "../call/note_overrides.ts";
import type { Context } from "../context.ts";
import { EXIT, exitCodeOf, isBrokenPipe } from "../exit_codes.ts";
import type { WatchFlags } from "../flags/watch.ts";
import { viewEvent } from "../output/event_view.ts";
import { jsonText } from "../output/json.ts";
import { checkPrintable, viewToken } from "../output/token_view.ts";

/** Only our own errors have words that can be shown. */
function viewFailure(error: unknown): Readonly<Record<string, unknown>> {
  const code = exitCodeOf(error);
  const isKnown = code !== EXIT.unexpected && error instanceof Error;
  const hint = (error as { hint?: unknown } | null)?.hint;
  const codes = error instanceof ServerError ? error.details.entra.codes : [];
  return {
    code: error instanceof AuthError ? error.code : null,
    message: isKnown
      ? error.message
      : "Something went wrong that should not have",
    hint: typeof hint === "string" ? hint : null,
    aadsts: codes,
    exit_code: code,
  };
}

function viewEnd(
  token: AcquiredToken,
  { now, profile, flags }: {
    readonly now: number;
    readonly profile: string | undefined;
    readonly flags: WatchFlags;
  },
): Readonly<Record<string, unknown>> {
  const context = { now, ...(profile === undefined ? {} : { profile }) };
  const view = viewToken(token, context);
  if (flags.includeToken) {
    checkPrintable(token);
    return { ...view };
  }
  const { access_token: _access, id_token: _id, ...rest } = view;
  return rest;
}

/** Gets a token and writes what happens, one JSON object a line. */
export default async function watch(
  this: Context,
  flags: WatchFlags,
): Promise<void> {
  const { io } = this;
  const write = (line: Readonly<Record<string, unknown>>) =>
    io.stdout.write(`${jsonText(line)}\n`);
  const told = (type: string, rest: Readonly<Record<string, unknown>>) =>
    write({ time: new Date(io.clock.now()).toISOString(), type, ...rest });
  const asked = { ...flags, warnExpiry: 0 };
  try {
    const call = await resolveCall(asked, io);
    noteOverrides(call, this);
    const token = await acquireToken({
      call,
      flags: asked,
      context: this,
      onEvent: (event) => write(viewEvent(event, io.clock.now())),
    });
    const now = io.clock.now();
    told("token", viewEnd(token, { now, profile: call.profile, flags }));
  } catch (error) {
    if (!isBrokenPipe(error)) told("error", viewFailure(error));
    throw error;
  }
}
