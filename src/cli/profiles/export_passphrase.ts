import { Secret } from "../../engine/secret.ts";
import { askSecret } from "../terminal/ask_secret.ts";
import { UsageError } from "../errors.ts";
import type { ExportPassphraseFlags } from "../flags/config_transfer.ts";
import type { Io } from "../io.ts";
import {
  FROM_STDIN,
  readSecret,
  type SecretSource,
} from "../call/secret_source.ts";

const HINT =
  "Run it in a terminal, or use --passphrase-env, --passphrase-file or --passphrase-stdin";

/** Shorter ones are found by trying. */
const SHORTEST = 8;

function sourceOf(
  { passphraseEnv, passphraseFile, passphraseStdin }: ExportPassphraseFlags,
): SecretSource | undefined {
  const given = [
    ...(passphraseEnv === undefined
      ? []
      : [["--passphrase-env", `env:${passphraseEnv}`] as const]),
    ...(passphraseFile === undefined
      ? []
      : [["--passphrase-file", `file:${passphraseFile}`] as const]),
    ...(passphraseStdin ? [["--passphrase-stdin", FROM_STDIN] as const] : []),
  ];
  const [first, other] = given;
  if (other !== undefined) {
    throw new UsageError(
      `Cannot use ${given.map(([name]) => name).join(" and ")} together`,
      "Name one place",
    );
  }
  if (first === undefined) return undefined;
  const [name, value] = first;
  return { value, origin: { kind: "flag", name } };
}

/** How a passphrase is got. */
export interface PassphraseRequest {
  /** The options. */
  readonly flags: ExportPassphraseFlags;
  /** The world. */
  readonly io: Io;
}

/**
 * Gets the passphrase of a new export, twice from whoever types it.
 *
 * @param request The options, and the world.
 * @returns The passphrase.
 * @throws {UsageError} If it is too short, the two differ, or nobody can be
 * asked.
 * @throws {AuthError} `interaction_required` where nobody answers.
 */
export async function newExportPassphrase(
  { flags, io }: PassphraseRequest,
): Promise<Secret> {
  const source = sourceOf(flags);
  if (source === undefined && !io.stdin.isTerminal) {
    throw new UsageError(
      "Cannot seal the profiles: there is no passphrase, and nobody to ask for one",
      HINT,
    );
  }
  const ask = (question: string) =>
    askSecret(question, { io, signal: io.signal, hint: HINT });
  const passphrase = source === undefined
    ? await ask(`Passphrase for the file, at least ${SHORTEST} characters: `)
    : await readSecret(source, { io, what: "passphrase" });
  if ([...passphrase.reveal()].length < SHORTEST) {
    throw new UsageError(
      "Cannot seal the profiles: the passphrase is too short",
      `Choose one of at least ${SHORTEST} characters`,
    );
  }
  if (source !== undefined) return passphrase;
  const again = await ask("The same again: ");
  if (again.reveal() === passphrase.reveal()) return passphrase;
  throw new UsageError(
    "Cannot seal the profiles: the two passphrases differ",
    "Run it again and type the same twice",
  );
}

/**
 * Gets the passphrase of an export that is there: from where an option says it
 * is, from a pipe, or from whoever sits at the terminal.
 *
 * @param request The options, the world, and whether standard input is the
 * export itself.
 * @returns The passphrase.
 * @throws {AuthError} `interaction_required` where nobody can answer.
 */
export async function exportPassphrase(
  { flags, io, isStdinTaken }: PassphraseRequest & {
    readonly isStdinTaken: boolean;
  },
): Promise<Secret> {
  const source = sourceOf(flags);
  if (source?.value === FROM_STDIN && isStdinTaken) {
    throw new UsageError(
      "Cannot read the profiles and their passphrase from standard input",
      "Standard input can be read once; use --passphrase-env or --passphrase-file",
    );
  }
  if (source !== undefined) {
    return await readSecret(source, { io, what: "passphrase" });
  }
  if (!io.stdin.isTerminal && !isStdinTaken) {
    const line = await io.stdin.readLine(io.signal);
    if (line) return new Secret(line);
  }
  const question = "Passphrase of the file: ";
  return await askSecret(question, { io, signal: io.signal, hint: HINT });
}
