import { ANSWER_MS } from "./keyring_call.ts";
import { tryKeyring } from "./keyring.ts";
import { tryKernel } from "./kernel_situation.ts";
import {
  type Situation,
  SituationError,
  situationOf,
} from "./situation_table.ts";

/** What the places for a key are like here and now. */
export interface KeyringDiagnosis {
  /** The system's keyring. */
  readonly keyring: Situation;
  /** The kernel's keyring. */
  readonly kernel: Situation;
}

/** How long to wait for the system's keyring. */
export interface DiagnosisOptions {
  /** How long the service may be silent, in milliseconds; 1,500 when left out. */
  readonly answerMs?: number | undefined;
  /** How long a person may take to open it; as `answerMs` when left out. */
  readonly unlockMs?: number | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

function situationIn(error: unknown): Situation {
  if (error instanceof SituationError) return error.situation;
  throw error;
}

/**
 * Tells what the system's keyring is like, by an item that does not stay.
 *
 * @param options How long to wait.
 * @returns What it is like; never an error but that of the signal.
 */
export async function diagnoseSystemKeyring(
  options: DiagnosisOptions = {},
): Promise<Situation> {
  const { answerMs = ANSWER_MS, unlockMs = answerMs, signal } = options;
  try {
    await tryKeyring({ answerMs, unlockMs, signal });
    return situationOf("keyring_ready");
  } catch (error) {
    return situationIn(error);
  }
}

/**
 * Tells what the kernel's keyring is like, by a key that does not stay.
 *
 * @returns What it is like.
 */
export function diagnoseKernelKeyring(): Situation {
  try {
    return tryKernel();
  } catch (error) {
    return situationIn(error);
  }
}

/**
 * Tells what both keyrings are like: within 200 ms, within `answerMs` and a
 * little when the service hangs.
 *
 * @param options How long to wait.
 * @returns What they are like.
 */
export async function diagnoseKeyring(
  options: DiagnosisOptions = {},
): Promise<KeyringDiagnosis> {
  const keyring = diagnoseSystemKeyring(options);
  return { kernel: diagnoseKernelKeyring(), keyring: await keyring };
}
