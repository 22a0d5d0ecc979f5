import { AuthError } from "../../engine/errors.ts";
import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import { Secret } from "../../engine/secret.ts";
import { runFailure } from "../command.ts";
import { LONGEST_CREDENTIAL_FILE } from "../credential_files.ts";

/** How a program ended. */
export interface CommandResult {
  /** Its exit code. */
  readonly code: number;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
}

/**
 * Runs a program, without a shell and without input. Rejects with a
 * `TimeoutError` when it takes too long, with the signal's reason when that is
 * aborted, and with `Deno.errors.NotFound` when there is no such program; the
 * program has ended then.
 */
export type RunCommand = (
  command: readonly string[],
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
) => Promise<CommandResult>;

const TIMEOUT_MS = 30_000;

function toFailure(
  cause: unknown,
  { action, timeoutMs }: {
    readonly action: string;
    readonly timeoutMs: number;
  },
): AuthError {
  const type = runFailure(cause);
  const reason = {
    timed_out: `it did not end within ${timeoutMs / 1000} s`,
    missing: "it was not found",
    forbidden: "running it is not permitted",
    unknown: "it could not be run",
  }[type ?? "unknown"];
  return new AuthError(
    type === "timed_out" ? "timed_out" : "credential_invalid",
    `${action}: ${reason}`,
    { cause, hint: "Run the command by itself and see what it does" },
  );
}

/** Nothing that a command says is repeated: no filter knows every secret. */
function faultOf({ code, stdout }: CommandResult): string | undefined {
  if (code !== 0) return `it ended with ${code}`;
  if (stdout.trim() === "") return "it wrote nothing";
  return stdout.length > LONGEST_CREDENTIAL_FILE
    ? "it wrote more than 1 MiB"
    : undefined;
}

/**
 * What a command writes to its standard output.
 *
 * @param reference The program with its arguments, and how long it may take in milliseconds (30 s by default).
 * @param ports What runs it.
 * @returns The source.
 */
export function commandAssertion(
  { command, timeoutMs = TIMEOUT_MS }: {
    readonly command: readonly string[];
    readonly timeoutMs?: number;
  },
  { run }: { readonly run: RunCommand },
): AssertionSource {
  // The arguments stay out: there may be a secret in them all the same.
  const action = `Cannot get the assertion of the command "${
    command[0] ?? ""
  }"`;
  return async ({ signal }) => {
    signal?.throwIfAborted();
    const result = await run(command, {
      timeoutMs,
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw toFailure(cause, { action, timeoutMs });
    });
    const fault = faultOf(result);
    if (fault === undefined) return new Secret(result.stdout.trim());
    throw new AuthError("credential_invalid", `${action}: ${fault}`, {
      hint: result.stderr.trim() === ""
        ? "Run the command by itself; it must write the JWT alone"
        : "Run the command by itself to read what it writes to standard error, which is not repeated here because a secret may be in it",
    });
  };
}
