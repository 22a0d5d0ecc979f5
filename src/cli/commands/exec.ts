import type { ChildFailure } from "../../adapters/child.ts";
import { acquireToken } from "../call/acquire_token.ts";
import { resolveCall } from "../call/call.ts";
import { noteOverrides } from "../call/note_overrides.ts";
import type { Context } from "../context.ts";
import { ProgramEnded, UsageError } from "../errors.ts";
import { EXIT, EXIT_OF_COMMAND } from "../exit_codes.ts";
import { type ExecFlags, NO_OUTPUT } from "../flags/use.ts";
import { checkPrintable } from "../output/token_view.ts";

/** A token that came alone would be an ID token, which no API takes. */
function requireAccessToken(accessToken: string): string {
  if (accessToken !== "") return accessToken;
  throw new UsageError(
    "Cannot give the command a token: there is an ID token, and no access token",
    "Ask with --response-type token",
  );
}

const WHY: Readonly<
  Record<ChildFailure, readonly [reason: string, hint: string]>
> = {
  missing: [
    "there is no such command",
    "Check its name, and write it after --",
  ],
  forbidden: [
    "this machine does not let it be run",
    "Check that the file may be executed, and begins with #! if it is a script",
  ],
};

function notRun(program: string, failure: ChildFailure): ProgramEnded {
  const [reason, hint] = WHY[failure];
  return new ProgramEnded(
    EXIT_OF_COMMAND[failure],
    `Cannot run "${program}": ${reason}`,
    hint,
  );
}

/** Runs a command with the token in its environment. */
export default async function exec(
  this: Context,
  flags: ExecFlags,
  ...argv: readonly string[]
): Promise<void> {
  const { io } = this;
  const [program = ""] = argv;
  const runChild = io.runChild;
  if (runChild === undefined) {
    throw new UsageError("Cannot run a command here");
  }
  const asked = { ...flags, ...NO_OUTPUT };
  const start = io.clock.now();
  const call = await resolveCall(asked, io);
  noteOverrides(call, this);
  const token = await acquireToken({
    ...{ call, flags: asked, context: this },
    goneMs: io.clock.now() - start,
  });
  checkPrintable(token);
  // The command may run for long, or end this program.
  await this.trace?.close();
  const outcome = await runChild(argv, {
    [flags.env]: requireAccessToken(token.accessToken),
    [`${flags.env}_EXPIRES_ON`]: String(Math.floor(token.expiresAt / 1_000)),
  });
  if (outcome.type !== "ended") throw notRun(program, outcome.type);
  if (outcome.code !== EXIT.ok) throw new ProgramEnded(outcome.code);
}
