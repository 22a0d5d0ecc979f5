/**
 * Scripts of the user's in the interface: found, read without being run,
 * allowed, and started as processes of their own.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import type {
  ScriptStart,
  UserScripts,
} from "../../tui/runtime/script_services.ts";
import type { ScriptEnding, ScriptPlan } from "../../tui/state/script.ts";
import { ConfigurationError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openConsents, type ScriptConsents } from "./script_consents.ts";
import {
  createPieceRenamer,
  type ScriptCopy,
  withCopy,
} from "./script_copy.ts";
import { refuseForeignImports } from "./script_imports.ts";
import { inputOf } from "./script_input.ts";
import { explainPermissions, permissionFlags } from "./script_permissions.ts";
import { listScripts, type ReadScript, readScript } from "./script_reading.ts";

/** Looking at a script's imports takes some ten milliseconds. */
const INFO_MS = 20_000;
/** The program's own folder, and what it exports. */
const PROGRAM = new URL("../../../", import.meta.url);

function processAdapter() {
  return load<typeof import("../../adapters/user_script_process.ts")>(
    "../../adapters/user_script_process.ts",
    import.meta.url,
  );
}

function commandAdapter() {
  return load<typeof import("../../adapters/command.ts")>(
    "../../adapters/command.ts",
    import.meta.url,
  );
}

/** The path of one of the program's own files. */
function programPath(name: string, { host }: Io): string {
  const path = decodeURIComponent(new URL(name, PROGRAM).pathname);
  return host.os === "windows" ? path.slice(1).replaceAll("/", "\\") : path;
}

/** The engine by its name, and nothing that would have to be fetched. */
function moduleFlags(io: Io): readonly string[] {
  if (PROGRAM.protocol === "file:") {
    return [`--config=${programPath("deno.json", io)}`, "--no-remote"];
  }
  const imports = { "@entrada/entrada": new URL("mod.ts", PROGRAM).href };
  const map = encodeURIComponent(JSON.stringify({ imports }));
  return ["--no-config", `--import-map=data:application/json,${map}`];
}

function withoutDeno(cause: unknown): ConfigurationError {
  return Object.assign(
    new ConfigurationError(
      "Cannot run scripts: there is no Deno on this machine that could run them",
      "Install Deno 2, so that deno is found on PATH",
    ),
    { cause },
  );
}

async function checkImports(copy: ScriptCopy, io: Io): Promise<void> {
  const [{ runFailure, runProgram }, { denoProgram }] = await Promise.all([
    commandAdapter(),
    processAdapter(),
  ]);
  const args = ["info", "--json", "--no-lock", "--no-npm", ...moduleFlags(io)];
  const command = [denoProgram(), ...args, copy.path];
  try {
    const { stdout } = await runProgram(command, {
      timeoutMs: INFO_MS,
      signal: io.signal,
    });
    refuseForeignImports(stdout, {
      script: copy.address,
      program: PROGRAM.href,
      rename: copy.rename,
    });
  } catch (error) {
    if (runFailure(error) === "missing") throw withoutDeno(error);
    throw error;
  }
}

async function plan(
  path: string,
  { io, consents }: { readonly io: Io; readonly consents: ScriptConsents },
): Promise<ScriptPlan> {
  const { text, header, permissions, place, fingerprint } = await readScript(
    path,
    io,
  );
  await withCopy({ path, text }, (copy) => checkImports(copy, io));
  const { description } = header;
  return {
    ...(description === undefined ? {} : { description }),
    permissions: explainPermissions(permissions, place),
    fingerprint,
    isAllowed: await consents.has(fingerprint),
  };
}

/** What was read runs, not what the file has become since. */
async function runCopy(
  { path, rename }: ScriptCopy,
  { script: { header, permissions, place }, start, io }: {
    readonly script: ReadScript;
    readonly start: ScriptStart;
    readonly io: Io;
  },
): Promise<ScriptEnding> {
  const { runScriptProcess } = await processAdapter();
  const { signal, onOutput } = start;
  const renamers = {
    out: createPieceRenamer(rename),
    err: createPieceRenamer(rename),
  };
  const ending = await runScriptProcess({
    args: [
      ...["--no-prompt", "--quiet", "--cached-only"],
      ...moduleFlags(io),
      ...permissionFlags(permissions, place),
      path,
    ],
    variables: permissions.filter(({ name }) => name === "env")
      .map(({ value }) => value),
    input: inputOf(header.token ? start.token : undefined),
    signal: AbortSignal.any([signal, io.signal]),
    onOutput: (stream, text) => onOutput(stream, renamers[stream].take(text)),
  });
  await onOutput("out", renamers.out.rest());
  await onOutput("err", renamers.err.rest());
  return ending;
}

async function run(
  path: string,
  { io, consents, start }: {
    readonly io: Io;
    readonly consents: ScriptConsents;
    readonly start: ScriptStart;
  },
) {
  const script = await readScript(path, io);
  const { text, fingerprint } = script;
  if (fingerprint !== start.fingerprint) {
    throw new ConfigurationError(
      "Cannot run this script: it has changed since it was shown",
      "Run it again, to see what it asks for now",
    );
  }
  if (start.remember) await consents.add(fingerprint);
  try {
    return await withCopy(
      { path, text },
      (copy) => runCopy(copy, { script, start, io }),
    );
  } catch (error) {
    const isMissing = error instanceof Error && error.name === "NotFound";
    if (isMissing) throw withoutDeno(error);
    throw error;
  }
}

/**
 * Opens the person's own scripts: the TypeScript files of the folder `scripts`
 * beside the profiles.
 *
 * @param io The world.
 * @returns The scripts.
 */
export function createUserScripts(io: Io): UserScripts {
  const consents = openConsents(io);
  return {
    list: () => listScripts(io),
    plan: (path) => plan(path, { io, consents }),
    run: (path, start) => run(path, { io, consents, start }),
  };
}
