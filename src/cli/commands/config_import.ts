import { UnsafeFileError } from "../../adapters/files.ts";
import type { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { askLine } from "../terminal/ask_line.ts";
import type { Context } from "../context.ts";
import { StorageError, UsageError } from "../errors.ts";
import { exportPassphrase } from "../profiles/export_passphrase.ts";
import type { ConfigImportFlags, OnClash } from "../flags/config_transfer.ts";
import type { TakenProfile } from "../profiles/foreign_profiles.ts";
import {
  type Decide,
  importProfiles,
  planImport,
  type Step,
} from "../profiles/import_profiles.ts";
import { LONGEST_IMPORT, readImport } from "../profiles/import_source.ts";
import { isTrusted } from "../profiles/import_trust.ts";
import { requireName } from "../profiles/profile_draft.ts";
import { loadProfiles } from "../profiles/profile_store.ts";

const STDIN = "-";

function sourceOf(
  { input, file }: ConfigImportFlags,
  argument: string | undefined,
): string {
  const given = [argument, input, file].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw new UsageError("Cannot import two files at once", "Name one of them");
  }
  return given[0] ?? STDIN;
}

async function readFile(path: string, { io }: Context): Promise<string> {
  let text: string | undefined;
  try {
    text = await io.files.read(path, { signal: io.signal });
  } catch (cause) {
    io.signal.throwIfAborted();
    const [why, hint] = cause instanceof UnsafeFileError
      ? [cause.message, cause.hint]
      : ["it may not be read", "Check the file's permissions"];
    throw Object.assign(
      new StorageError(`Cannot import ${path}: ${why}`, hint),
      { cause },
    );
  }
  if (text !== undefined) return text;
  throw new UsageError(
    `Cannot import ${path}: there is no such file`,
    "Name the file, or - for standard input",
  );
}

async function readText(path: string, context: Context): Promise<string> {
  if (path !== STDIN) return await readFile(path, context);
  const { stdin, signal } = context.io;
  if (stdin.isTerminal) {
    throw new UsageError(
      "Cannot tell what to import",
      "Name a file, or pipe it in",
    );
  }
  return await stdin.readAll(signal, LONGEST_IMPORT);
}

/** One profile may get another name; of several nobody knows which. */
function named(
  taken: readonly TakenProfile[],
  name: string | undefined,
): readonly TakenProfile[] {
  if (name === undefined) return taken;
  requireName(name);
  const [only, other] = taken;
  if (only !== undefined && other === undefined) return [{ ...only, name }];
  throw new UsageError(
    `Cannot name ${taken.length} profiles "${name}"`,
    "Leave --name out; entrada config rename gives them other names",
  );
}

const CHOICES: Readonly<Record<string, OnClash>> = {
  s: "skip",
  skip: "skip",
  o: "overwrite",
  overwrite: "overwrite",
  r: "rename",
  rename: "rename",
};

function decideBy(flags: ConfigImportFlags, context: Context): Decide {
  const { io } = context;
  return async (name) => {
    if (flags.onClash !== undefined) return flags.onClash;
    if (!io.stdin.isTerminal) {
      throw new UsageError(
        `Cannot import the profile "${name}": it is already there`,
        "Say what to do by --on-clash skip, overwrite or rename",
      );
    }
    for (;;) {
      const text =
        `The profile "${name}" is already there: skip, overwrite or rename`;
      const answer = await askLine({ text, standard: "skip" }, io);
      const choice = CHOICES[(answer ?? "skip").toLowerCase()];
      if (choice !== undefined) return choice;
    }
  };
}

const DONE = { add: "Imported", overwrite: "Replaced" } as const;
const PLANNED = { add: "Would import", overwrite: "Would replace" } as const;

async function warningsOf(
  { profile }: Step,
  { io }: Context,
): Promise<readonly string[]> {
  const home = io.env("HOME") ?? io.env("USERPROFILE") ?? "~";
  const files = [profile.clientCertificate, profile.clientKey]
    .filter((path) => path !== undefined);
  const missing: string[] = [];
  for (const path of files) {
    const whole = path.replace(/^~(?=[/\\])/, () => home);
    const isThere = await io.files.read(whole, { signal: io.signal })
      .then((text) => text !== undefined, () => true);
    if (!isThere) missing.push(path);
  }
  return missing.map((path) =>
    `The profile "${profile.name}" needs ${path}, which is not there`
  );
}

async function tell(
  steps: readonly Step[],
  { flags, context }: {
    readonly flags: ConfigImportFlags;
    readonly context: Context;
  },
): Promise<void> {
  const { messages } = context;
  const words = flags.dryRun ? PLANNED : DONE;
  for (const step of steps) {
    const { profile: { name }, taken, action, keepsSecret } = step;
    if (action === "skip") {
      messages.note(`Skipped the profile "${name}": it is already there`);
      continue;
    }
    const as = taken.name === name ? "" : ` as "${name}"`;
    messages.note(`${words[action]} the profile "${taken.name}"${as}`);
    if (keepsSecret) messages.note(`"${name}" keeps the secret that it has`);
    const lost = flags.withoutSecrets && Object.keys(taken.secrets).length > 0
      ? ["Its secret was left out"]
      : [];
    const notes = [...taken.notes, ...lost]
      .filter((note) => !keepsSecret || !/without its .*secret$/.test(note));
    for (const note of notes) {
      const next = /secret/.test(note)
        ? `; entrada config edit ${name} --client-secret-stdin gives it one`
        : "";
      messages.warn(`"${name}": ${sanitizeText(note)}${next}`);
    }
    for (const warning of await warningsOf(step, context)) {
      messages.warn(sanitizeText(warning));
    }
  }
}

/** Takes profiles over from a file. */
export default async function configImport(
  this: Context,
  flags: ConfigImportFlags,
  argument?: string,
): Promise<void> {
  const { io } = this;
  const { vaultPassphraseFile, secretStore, withoutSecrets = false } = flags;
  const path = sourceOf(flags, argument);
  const document = await loadProfiles(io);
  let asked: Promise<Secret> | undefined;
  const taken = await readImport({
    text: await readText(path, this),
    file: path === STDIN ? "standard input" : path,
    passphrase: () =>
      asked ??= exportPassphrase({ flags, io, isStdinTaken: path === STDIN }),
  });
  const steps = await planImport(named(taken, flags.name), {
    document,
    decide: decideBy(flags, this),
    withoutSecrets,
  });
  if (!await isTrusted(steps, { flags, context: this })) {
    return this.messages.say("Nothing was imported");
  }
  if (!flags.dryRun) {
    await importProfiles(steps, {
      context: this,
      asked: secretStore,
      withoutSecrets,
      request: {
        context: this,
        flags: vaultPassphraseFile === undefined
          ? {}
          : { passphraseFile: vaultPassphraseFile },
      },
    });
  }
  await tell(steps, { flags, context: this });
}
