import { systemClock } from "./clock.ts";

/** Nobody sees this wait: while the program is stopped, no time passes for it. */
const STOPS_WITHIN_MS = 100;

/**
 * Stops the program, as Ctrl+Z does, until its shell lets it go on. Where no
 * shell controls it, the signal does nothing, and neither does this.
 */
export async function stopProgram(): Promise<void> {
  Deno.kill(Deno.pid, "SIGTSTP");
  await systemClock.sleep(STOPS_WITHIN_MS);
}
