import { AuthError } from "../../engine/errors.ts";
import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import { Secret } from "../../engine/secret.ts";
import { redactDiagnostics } from "./diagnostics.ts";

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

function isLate(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (isLate(error)) return `it did not end within ${timeoutMs / 1000} s`;
  if (error instanceof Deno.errors.NotFound) return "it was not found";
  if (
    error instanceof Deno.errors.NotCapable ||
    error instanceof Deno.errors.PermissionDenied
  ) return "running it is not permitted";
  return "it could not be run";
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
    const { code, stdout, stderr } = await run(command, {
      timeoutMs,
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new AuthError(
        isLate(cause) ? "timed_out" : "credential_invalid",
        `${action}: ${reasonOf(cause, timeoutMs)}`,
        {
          cause,
          hint: "Run the command by itself and see what it does",
        },
      );
    });
    const said = redactDiagnostics(stderr);
    if (code !== 0 || stdout.trim() === "") {
      const reason = code === 0 ? "it wrote nothing" : `it ended with ${code}`;
      throw new AuthError(
        "credential_invalid",
        `${action}: ${reason}${said && `: ${said}`}`,
        { hint: "Run the command by itself; it must write the JWT alone" },
      );
    }
    return new Secret(stdout.trim());
  };
}
