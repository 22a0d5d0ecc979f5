import type { AskPassphrase } from "../../adapters/storage.ts";
import type { Secret } from "../../engine/secret.ts";
import { givenPassphrase } from "../terminal/ask_passphrase.ts";
import { askSecret } from "../terminal/ask_secret.ts";
import type { Context } from "../context.ts";
import type { ChangePassphraseFlags } from "../flags/kept.ts";
import { readSecret } from "../call/secret_source.ts";
import { statePath } from "../kept/storage.ts";

const NEW_FILE = "--new-passphrase-file";

type Why = Parameters<AskPassphrase>[0];

const QUESTIONS: Readonly<Record<Why, string>> = {
  open: "Present passphrase of Entrada's vault: ",
  create: "New passphrase, at least 8 characters: ",
  again: "The same again: ",
};

interface Asking {
  readonly flags: ChangePassphraseFlags;
  readonly context: Context;
}

function newInFile(
  path: string | undefined,
  { io }: Context,
): Promise<Secret> | undefined {
  if (path === undefined) return undefined;
  const origin = { kind: "flag", name: NEW_FILE } as const;
  const source = { value: `file:${path}`, origin };
  return readSecret(source, { io, what: "new passphrase" });
}

/** A file says the new one once, so it is not asked for a second time. */
function createAsk({ flags, context }: Asking): AskPassphrase {
  const { newPassphraseFile, ...present } = flags;
  const { io } = context;
  let chosen: Promise<Secret> | undefined;
  return async (why, signal = io.signal) => {
    const given = why === "open"
      ? givenPassphrase({ context, flags: present })
      : chosen ??= newInFile(newPassphraseFile, context);
    if (given !== undefined) return await given;
    const hint = why === "open"
      ? "Run it in a terminal, or use --passphrase-file, --passphrase-stdin or ENTRADA_PASSPHRASE_FILE"
      : `Run it in a terminal, or use ${NEW_FILE}`;
    return await askSecret(QUESTIONS[why], { io, signal, hint });
  };
}

/** Puts another passphrase in the place of the vault's. */
export default async function vaultChangePassphrase(
  this: Context,
  flags: ChangePassphraseFlags,
): Promise<void> {
  const { io, messages } = this;
  const records = await io.records(statePath(this));
  await records.changePassphrase(
    createAsk({ flags, context: this }),
    io.signal,
  );
  messages.note("Changed the passphrase of the vault");
  if (!io.env("ENTRADA_PASSPHRASE_FILE")) return;
  messages.warn(
    "write the new passphrase to the file that ENTRADA_PASSPHRASE_FILE names, too",
  );
}
