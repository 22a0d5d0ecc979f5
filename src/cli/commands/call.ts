import { load } from "../../adapters/load.ts";
import { within } from "../call/acquire_token.ts";
import {
  type AnswerPlace,
  kindOf,
  readPlace,
  writeBody,
  writeHead,
} from "../api/answer.ts";
import { bodyOf } from "../api/body.ts";
import { type ApiCaller, createCaller } from "../api/caller.ts";
import { warnOfOtherCloud } from "../api/cloud.ts";
import { allPages } from "../api/pages.ts";
import { isSuccess, problemOf, withBeginning } from "../api/problem.ts";
import { type ApiRequest, readRequest } from "../api/request.ts";
import { settleScopes } from "../api/scopes.ts";
import { resolveCall } from "../call/call.ts";
import { noteOverrides } from "../call/note_overrides.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { type CallArguments, type CallFlags, NO_OUTPUT } from "../flags/use.ts";
import { requireDirectoryFor } from "../call/named_file.ts";

/** What is asked, and what is done with the answer. */
interface Exchange {
  readonly request: ApiRequest;
  readonly caller: ApiCaller;
  readonly place: AnswerPlace;
  readonly flags: CallFlags;
  readonly context: Context;
}

/** What went wrong is read by people and programs: words there, the body here. */
async function writeAnswer(
  response: Response,
  { request, place, context }: Exchange,
): Promise<void> {
  const body = bodyOf(response, { url: request.url, context });
  const { parts, text } = withBeginning(body);
  const isGood = isSuccess(response);
  const { file: _file, ...elsewhere } = place;
  await writeBody(parts, {
    kind: kindOf(response.headers),
    // A file is for what was asked for.
    place: isGood ? place : { ...elsewhere, format: "auto" },
    context,
  });
  if (!isGood) throw problemOf(response, { request, text: text() });
}

async function exchange(asked: Exchange): Promise<void> {
  const { request, caller, place, flags, context } = asked;
  const response = await caller.send(request);
  if (flags.include) writeHead(response, context);
  if (!flags.all || !isSuccess(response)) {
    return await writeAnswer(response, asked);
  }
  const parts = allPages(response, { request, caller, context });
  await writeBody(parts, { kind: "json", place, context });
}

/** Hardly any call asks for it. */
async function preview(
  ...args: Parameters<typeof import("../api/dry_run.ts").writePreview>
): Promise<void> {
  const { writePreview } = await load<typeof import("../api/dry_run.ts")>(
    "../api/dry_run.ts",
    import.meta.url,
  );
  writePreview(...args);
}

/** Calls an API with the right token. */
export default async function call(
  this: Context,
  flags: CallFlags,
  ...words: CallArguments
): Promise<void> {
  const { io, messages } = this;
  const start = io.clock.now();
  const place = readPlace(flags);
  if (place.file !== undefined) {
    await requireDirectoryFor(place.file, { what: "the answer", io });
  }
  const work = async (signal: AbortSignal) => {
    const context = signal === io.signal
      ? this
      : { ...this, io: { ...io, signal } };
    const request = await readRequest(words, { flags, io: context.io });
    if (flags.all && request.method !== "GET") {
      throw new UsageError(`Cannot fetch every page with ${request.method}`);
    }
    const asked = await resolveCall({ ...flags, ...NO_OUTPUT }, context.io);
    const { url } = request;
    const settings = settleScopes(declared(asked.settings), { url, messages });
    noteOverrides(asked, this);
    warnOfOtherCloud(url, { place: settings.place?.value, messages });
    const call = { ...asked, settings };
    if (flags.dryRun) return await preview(request, { call, place, context });
    const options = { call, flags, context, start };
    const caller = await createCaller(options);
    await exchange({ request, caller, place, flags, context });
  };
  await within(flags.timeout, { io, work, action: "Cannot call the API" });
}

/** Only who says that it answers claims challenges is sent any. */
function declared(
  settings: Awaited<ReturnType<typeof resolveCall>>["settings"],
): typeof settings {
  return {
    capabilities: {
      value: ["cp1"],
      origin: { kind: "default", name: "call" },
      overridden: [],
    },
    ...settings,
  };
}
