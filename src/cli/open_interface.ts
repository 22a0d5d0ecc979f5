import { load } from "../adapters/load.ts";
import { openTerminal, watchCrashes } from "../adapters/process_terminal.ts";
import { EXIT } from "./exit_codes.ts";
import type { GlobalOptions } from "./global_options.ts";
import { createServices } from "./interface_services.ts";
import type { Io } from "./io.ts";
import { usesColor } from "./style.ts";

/** Opens the terminal interface and resolves with the exit code. */
export type OpenInterface = typeof openInterface;

/**
 * Opens the terminal interface. It is loaded only now, after the environment
 * was prepared for it.
 *
 * @param io The world; a token that the person chose goes to standard output.
 * @param options The options of every command, and what stands beside the title.
 * @returns The exit code.
 */
export async function openInterface(
  io: Io,
  options: GlobalOptions & {
    /** A word beside the title, such as `sandbox`. */
    readonly banner?: string;
  },
): Promise<number> {
  const streams = await openTerminal();
  const { openTui } = await load<typeof import("../tui/open.tsx")>(
    "../tui/open.tsx",
    import.meta.url,
  );
  const crash = new AbortController();
  const result = await openTui(await createServices(io), {
    ...streams,
    color: usesColor(options.color, { io, stream: "stderr" }),
    ...(options.banner === undefined ? {} : { banner: options.banner }),
    screenReader: io.env("INK_SCREEN_READER") === "true",
    signal: AbortSignal.any([io.signal, crash.signal]),
    guard: (restore) =>
      watchCrashes((error) => {
        restore();
        crash.abort(error);
      }),
  });
  io.stderr.write(result.line + "\n");
  if (result.chosenToken !== undefined) {
    io.stdout.write(result.chosenToken + "\n");
  }
  return EXIT.ok;
}
