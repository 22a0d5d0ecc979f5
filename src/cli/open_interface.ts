import { load } from "../adapters/load.ts";
import { openTerminal, watchCrashes } from "../adapters/process_terminal.ts";
import { EXIT } from "./exit_codes.ts";
import type { GlobalOptions } from "./global_options.ts";
import type { TuiServices } from "../tui/open.tsx";
import type { Io } from "./io.ts";
import { usesColor } from "./style.ts";

/** Opens the terminal interface and resolves with the exit code. */
export type OpenInterface = typeof openInterface;

/** The services, loaded behind the first frame: nobody can use them sooner. */
function createLateServices(io: Io): TuiServices {
  let loading: Promise<TuiServices> | undefined;
  const late = () =>
    loading ??= load<typeof import("./interface_services.ts")>(
      "./interface_services.ts",
      import.meta.url,
    ).then(({ createServices }) => createServices(io));
  return {
    clock: io.clock,
    profiles: async () => await (await late()).profiles(),
    async *acquire(profile, options) {
      return yield* (await late()).acquire(profile, options);
    },
    explain: async (token) => await (await late()).explain(token),
    advise: async (error) => await (await late()).advise(error),
    copy: async (text) => await (await late()).copy(text),
    openUrl: async (url) => await (await late()).openUrl(url),
  };
}

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
  const result = await openTui(createLateServices(io), {
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
