import { readBorrowedToken, toToolError } from "../entra/borrowed_answer.ts";
import {
  BORROWED_TOOLS,
  type BorrowedTool,
  isPlainArgument,
} from "../entra/borrowed_tools.ts";
import { resourceOfApp } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";
import type { CommandEvent } from "../events.ts";
import type { CommandOutcome, Ports } from "../ports/mod.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { Token } from "../token.ts";

/** What {@linkcode borrowed} may be asked for. */
export interface BorrowedRequest {
  /** The tool that is signed in already. */
  readonly tool: BorrowedTool;
  /** One `<resource>/.default`. */
  readonly scopes: readonly string[];
  /** Tenant id or domain; the tool's own when none is named. */
  readonly tenant?: string;
}

/** The Azure CLI takes a quarter of a second when all is well, and renews tokens over the network. */
const TIMEOUT_MS = 60_000;

function questionOf({ scopes, tenant }: BorrowedRequest) {
  const resource = resourceOfApp(scopes);
  const odd = [resource, tenant].find((text) =>
    text !== undefined && !isPlainArgument(text)
  );
  if (odd === undefined) {
    return { resource, ...(tenant === undefined ? {} : { tenant }) };
  }
  throw new AuthError(
    "invalid_parameter",
    `Cannot hand "${odd}" to another program: it has characters that a shell might read`,
    {
      hint:
        "Name the API by its address or id, and the tenant by its id or domain",
    },
  );
}

function toFailure(
  type: Exclude<CommandOutcome["type"], "ended">,
  tool: BorrowedTool,
): AuthError {
  const { title, install, programs } = BORROWED_TOOLS[tool];
  const action = `Cannot borrow a token from ${title}`;
  switch (type) {
    case "missing":
      return new AuthError(
        "tool_unavailable",
        `${action}: it is not installed`,
        { hint: `Install it from ${install}, or use another flow` },
      );
    case "forbidden":
      return new AuthError("tool_unavailable", `${action}: it may not be run`, {
        hint: `Allow it with --allow-run=${programs.join(",")}`,
      });
    case "timed_out":
      return new AuthError("timed_out", `${action}: it took too long`, {
        hint: "Try the tool alone: it may be waiting for an answer",
      });
  }
}

/**
 * Borrows a token from a tool that is signed in already: the Azure CLI, Azure
 * PowerShell or the Azure Developer CLI.
 *
 * @param request The tool and what the token is for.
 * @param ports Programs of this machine.
 * @param options The signal that ends the run.
 * @returns The command that was run, then the token.
 * @throws {AuthError} `tool_unavailable`, `tool_failed`, `interaction_required` if nobody is signed in to the tool, `timed_out`, `invalid_scope` or `invalid_parameter`.
 * @see {@link https://learn.microsoft.com/cli/azure/account#az-account-get-access-token | az account get-access-token}
 */
export async function* borrowed(
  request: BorrowedRequest,
  ports: Pick<Ports, "command">,
  { signal }: FlowOptions = {},
): AsyncGenerator<CommandEvent, Token> {
  const { tool, scopes } = request;
  const { programs, argumentsFor } = BORROWED_TOOLS[tool];
  const rest = argumentsFor(questionOf(request));
  let failure: Exclude<CommandOutcome["type"], "ended"> = "missing";
  for (const program of programs) {
    const argv = [program, ...rest] as const;
    yield { type: "command", command: argv };
    const outcome = await ports.command.run({
      argv,
      timeoutMs: TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    if (outcome.type === "ended") {
      const { success, stdout, stderr } = outcome;
      if (success) return readBorrowedToken(stdout, { tool, scopes });
      throw await toToolError(stderr.trim() === "" ? stdout : stderr, tool);
    }
    failure = outcome.type;
    if (failure !== "missing") break;
  }
  throw toFailure(failure, tool);
}
