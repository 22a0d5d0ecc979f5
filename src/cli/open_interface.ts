import { load } from "../adapters/load.ts";
import { openTerminal, watchCrashes } from "../adapters/process_terminal.ts";
import { stopProgram } from "../adapters/job_control.ts";
import { EXIT } from "./exit_codes.ts";
import type { GlobalOptions } from "./global_options.ts";
import type { TuiResult, TuiServices } from "../tui/open.tsx";
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
    /** What a person should know while a device code waits. */
    readonly deviceHint?: string;
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
    ...(options.deviceHint === undefined
      ? {}
      : { deviceHint: options.deviceHint }),
    ascii: !showsUnicode(io),
    ...(isJob(io) ? { stop: stopProgram } : {}),
    screenReader: io.env("INK_SCREEN_READER") === "true",
    signal: AbortSignal.any([io.signal, crash.signal]),
    guard: (restore) =>
      watchCrashes((error) => {
        restore();
        crash.abort(error);
      }),
  });
  return end(result, io);
}

/** Tells how it was left; who waits for a token has to know that there is none. */
function end(
  { line, chosenToken, interrupted }: TuiResult,
  { stdout, stderr }: Io,
): number {
  if (chosenToken !== undefined) {
    stderr.write(`${line}\n`);
    stdout.write(`${chosenToken}\n`);
    return EXIT.ok;
  }
  if (stdout.isTerminal) {
    stderr.write(`${line}\n`);
    return EXIT.ok;
  }
  stderr.write(`${line}, and none was chosen: t prints one\n`);
  return interrupted ? EXIT.interrupted : EXIT.interactionRequired;
}

/**
 * A task runner does not stop with its task, and nobody could bring that back.
 * All of them leave this variable.
 */
function isJob({ env, host }: Io): boolean {
  return host.os !== "windows" && env("INIT_CWD") === undefined;
}

/** A locale that names another encoding cannot show our signs; none at all is modern. */
function showsUnicode({ env }: Io): boolean {
  const locale = ["LC_ALL", "LC_CTYPE", "LANG"].map((name) => env(name))
    .find((value) => value !== undefined && value !== "");
  return locale === undefined || /utf-?8/i.test(locale);
}
