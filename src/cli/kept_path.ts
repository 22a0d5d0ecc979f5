/**
 * The short way of `get-token`: the same call was made before, nothing that
 * decides about it has changed, and its token is still good. Read before
 * anything else of the program, so only what this needs is imported here.
 *
 * @module
 */
import { openCallWorld } from "../adapters/calls/call_world.ts";
import { followKeptCall } from "../adapters/calls/kept_call.ts";
import { systemStderr, systemStdout } from "../adapters/process.ts";
import { stateDirectory } from "../settings/location.ts";
import { callFiles, callName } from "./call/call_name.ts";

/** A call that may be remembered under its name. */
export interface NamedCall {
  /** Its name. */
  readonly call: string;
  /** The state directory. */
  readonly directory: string;
  /** Whether the files that it was named by are still as they were. */
  readonly isStill: () => boolean;
}

/** What the short way came to. */
export interface ShortWay {
  /** Whether the call has been answered. */
  readonly isAnswered: boolean;
  /** What the call is called; nothing where it may not be remembered. */
  readonly named?: NamedCall;
}

/**
 * Answers a call of `get-token` from what is kept, if that is all it takes.
 * What it writes is what the whole way would write.
 *
 * @param argv The arguments.
 * @returns Whether it was answered; if not, nothing has been written.
 */
export async function takeShortWay(
  argv: readonly string[],
): Promise<ShortWay> {
  const world = openCallWorld();
  if (world === undefined) return { isAnswered: false };
  try {
    const directory = stateDirectory(world);
    if (directory === undefined) return { isAnswered: false };
    const { env } = world;
    const place = { ...world, state: directory };
    const files = callFiles(place);
    const call = await callName(argv, { env, files });
    const isStill = () => callFiles(place) === files;
    const named = { call, directory, isStill };
    const found = await followKeptCall({ ...named, env }, world.now());
    if (found === undefined) return { isAnswered: false, named };
    for (const line of found.said) systemStderr().write(`${line}\n`);
    systemStdout().write(`${found.token}\n`);
    return { isAnswered: true };
  } catch {
    // The whole way has words for whatever it is.
    return { isAnswered: false };
  }
}
