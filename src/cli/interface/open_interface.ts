/**
 * The interface's world: what `src/tui` asks for, joined to the engine, the
 * profiles and what is kept; also recordings of it.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { openTerminal } from "../../adapters/process_terminal.ts";
import { stopProgram } from "../../adapters/job_control.ts";
import { stateDirectory } from "../../settings/location.ts";
import { EXIT } from "../exit_codes.ts";
import type { GlobalOptions } from "../global_options.ts";
import { fixedSettings, loadKeptInterface, spokenBy } from "./settings.ts";
import { createEndings } from "./endings.ts";
import type { FirstStorage } from "./storage.ts";
import { createLateChecks } from "./late_checks.ts";
import { createLateForms } from "./late_forms.ts";
import { createLateScripts } from "./late_scripts.ts";
import type { TuiOptions, TuiResult, TuiServices } from "../../tui/open.tsx";
import type { Io } from "../io.ts";
import { usesColor } from "../terminal/style.ts";

/** Opens the terminal interface and resolves with the exit code. */
export type OpenInterface = typeof openInterface;

/** What is said before the interface listens waits for it. */
interface Warnings {
  readonly warn: (text: string) => void;
  readonly listen: (listener: (text: string) => void) => void;
}

function createWarnings(): Warnings {
  const waiting: string[] = [];
  let hear = (text: string): void => void waiting.push(text);
  return {
    // On a line of its own it is a sentence.
    warn: (text) => hear(text.slice(0, 1).toUpperCase() + text.slice(1)),
    listen(listener) {
      hear = listener;
      waiting.splice(0).forEach(listener);
    },
  };
}

/** Whether a person has to be asked before the interface takes the terminal. */
async function needsPassphrase(io: Io): Promise<boolean> {
  if (io.env("ENTRADA_PASSPHRASE_FILE")) return false;
  const asked = io.env("ENTRADA_TOKEN_STORE");
  if (asked) return asked.toLowerCase() === "vault";
  const directory = stateDirectory({ os: io.host.os, env: io.env });
  if (directory === undefined) return false;
  try {
    const text = await io.files.read(`${directory}/protection.json`);
    return text !== undefined && JSON.parse(text).protection === "vault";
  } catch {
    // Whoever opens the storage says what is wrong with it.
    return false;
  }
}

async function openFirst(
  io: Io,
  given: { readonly options: GlobalOptions; readonly warn: Warnings["warn"] },
): Promise<FirstStorage | undefined> {
  if (!await needsPassphrase(io)) return undefined;
  const { openVaultFirst } = await load<typeof import("./vault.ts")>(
    "./vault.ts",
    import.meta.url,
  );
  return await openVaultFirst(io, given);
}

/** The services, loaded behind the first frame: nobody can use them sooner. */
function createLateServices(
  io: Io,
  { first, warn, listen }: Warnings & {
    readonly first: FirstStorage | undefined;
  },
): TuiServices {
  let loading: Promise<TuiServices> | undefined;
  const late = () =>
    loading ??= load<typeof import("./services.ts")>(
      "./services.ts",
      import.meta.url,
    ).then(({ createServices }) => createServices(io, { first, warn }));
  return {
    clock: io.clock,
    profiles: async () => await (await late()).profiles(),
    async *acquire(profile, options) {
      return yield* (await late()).acquire(profile, options);
    },
    kept: async (profile) => await (await late()).kept(profile),
    protection: async () => await (await late()).protection(),
    forms: createLateForms(async () => (await late()).forms),
    checks: createLateChecks(async () => (await late()).checks),
    scripts: createLateScripts(async () => {
      const { createUserScripts } = await load<
        typeof import("../scripts/user_scripts.ts")
      >("../scripts/user_scripts.ts", import.meta.url);
      return createUserScripts(io);
    }),
    logout: async (profile) => await (await late()).logout(profile),
    onWarning: listen,
    explain: async (token) => await (await late()).explain(token),
    advise: async (error) => await (await late()).advise(error),
    copy: async (text, via) => await (await late()).copy(text, via),
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
  const warnings = createWarnings();
  const loading = loadKeptInterface(io);
  // Whatever fails first is told; nobody may be left alone with the other.
  loading.catch(() => {});
  const first = await openFirst(io, { options, warn: warnings.warn });
  const recording = await recordingOf(options);
  const streams = await openTerminal();
  const { openTui } = await load<typeof import("../../tui/open.tsx")>(
    "../../tui/open.tsx",
    import.meta.url,
  );
  const { problems, save, ...kept } = await loading;
  problems.forEach(warnings.warn);
  const color = usesColor(options.color, { io, stream: "stderr" });
  const spoken = spokenBy(io, {
    option: options.screenReader,
    settings: kept.settings,
  });
  const services = createLateServices(io, { ...warnings, first });
  const result = await openTui({ ...services, saveSettings: save }, {
    ...streams,
    ...kept,
    color,
    fixed: fixedSettings(io, { color, spoken }),
    screenReader: spoken !== undefined,
    ...lookOf(io, options),
    ...(recording === undefined ? {} : { record: recording.record }),
    ...createEndings(io, streams),
  }).finally(() => recording?.close());
  return end(result, io);
}

async function recordingOf({ record }: GlobalOptions) {
  if (record === undefined) return undefined;
  const { openRecording } = await load<typeof import("./recording.ts")>(
    "./recording.ts",
    import.meta.url,
  );
  return await openRecording(record);
}

function lookOf(
  io: Io,
  { banner, deviceHint }: Parameters<typeof openInterface>[1],
): Partial<TuiOptions> {
  return {
    ...(banner === undefined ? {} : { banner }),
    ...(deviceHint === undefined ? {} : { deviceHint }),
    ascii: !showsUnicode(io),
    ...(isJob(io) ? { stop: stopProgram } : {}),
  };
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
