import { environmentWithoutSecrets } from "./environment.ts";
import { type EndSignal, takeEndSignals } from "./process.ts";

/** A command that could not be started. */
export type ChildFailure = "missing" | "forbidden";

/** How a command ended: with a code, or not at all because it never began. */
export type ChildOutcome =
  | { readonly type: "ended"; readonly code: number }
  | { readonly type: ChildFailure; readonly cause: Error };

/** Runs a command of the user's in the place of this program. */
export type RunChild = (
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
) => Promise<ChildOutcome>;

/** Signals that mean nothing to this program, and may to another one. */
const OTHERS: readonly Deno.Signal[] = ["SIGUSR1", "SIGUSR2"];

/** A terminal sends these to every program that it runs, the command included. */
function isSentToAll(signal: Deno.Signal): boolean {
  const isAtTerminal = Deno.stdin.isTerminal() || Deno.stderr.isTerminal();
  return isAtTerminal && (signal === "SIGINT" || signal === "SIGQUIT");
}

function passSignals(child: Deno.ChildProcess): () => void {
  const pass = (signal: Deno.Signal) => {
    if (isSentToAll(signal)) return;
    try {
      child.kill(signal);
    } catch {
      // It has ended by itself.
    }
  };
  const giveBack = takeEndSignals((signal: EndSignal) => pass(signal));
  if (Deno.build.os === "windows") return giveBack;
  const listeners = OTHERS.map((signal) => {
    const listener = () => pass(signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  return () => {
    giveBack();
    listeners.forEach((remove) => remove());
  };
}

function failureOf(error: unknown): ChildFailure | undefined {
  if (error instanceof Deno.errors.NotFound) return "missing";
  // A file without the mark of a program, or not one of this machine.
  return error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable ||
      (error as { readonly code?: string }).code === "ENOEXEC"
    ? "forbidden"
    : undefined;
}

/**
 * Runs a command with the terminal and the pipes of this program, passes the
 * signals on, and waits for its end.
 *
 * @param argv The command and its arguments; no shell.
 * @param variables What is added to its environment.
 * @returns How it ended.
 */
export const runChild: RunChild = async (
  [command = "", ...args],
  variables,
) => {
  const { clearEnv, env } = environmentWithoutSecrets();
  try {
    const child = new Deno.Command(command, {
      args,
      clearEnv,
      env: { ...env, ...variables },
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    const stop = passSignals(child);
    try {
      const { code } = await child.status;
      return { type: "ended", code };
    } finally {
      stop();
    }
  } catch (error) {
    const type = failureOf(error);
    if (type === undefined) throw error;
    return { type, cause: error as Error };
  }
};
