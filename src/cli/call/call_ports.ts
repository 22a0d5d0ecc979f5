import { load } from "../../adapters/load.ts";
import type { Ask } from "../../adapters/paste.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import type { Io } from "../io.ts";

/**
 * Asks for one line on standard error, so that standard output stays clean.
 *
 * @param io The world.
 * @returns Asks a question and resolves with the answer.
 */
export function createPrompt(io: Io): Ask {
  return async (question, { signal, problem } = {}) => {
    if (problem !== undefined) {
      // What is piped in is given once.
      if (!io.stdin.isTerminal) throw problem;
      const { message, hint } = problem;
      io.stderr.write(`${message}.${hint === undefined ? "" : ` ${hint}.`}\n`);
    }
    io.stderr.write(question);
    const line = await io.stdin.readLine(signal);
    if (!io.stdin.isTerminal) io.stderr.write("\n");
    if (line !== undefined) return line;
    throw new AuthError(
      "interaction_required",
      "Cannot ask for the pasted address: standard input has ended",
      { hint: "Run it in a terminal, or pipe the address in" },
    );
  };
}

/** Whoever is asked, or waited for, hears first what it is for. */
function announced(ports: Ports, announce: () => void): Ports {
  const { fetch, managedIdentity } = ports;
  return {
    ...ports,
    fetch(request) {
      announce();
      return fetch(request);
    },
    managedIdentity: {
      ...managedIdentity,
      fetch(request) {
        announce();
        return managedIdentity.fetch(request);
      },
    },
  };
}

/**
 * Makes the engine's ports for one call; secrets are asked for on its terminal.
 *
 * @param io The world.
 * @param announce Says what is run, before anything is.
 * @returns The ports.
 */
export async function callPorts(
  io: Io,
  announce: () => void,
): Promise<Ports> {
  const ports = await io.ports(createPrompt(io));
  return {
    ...announced(ports, announce),
    prompt: {
      secret: async (question, signal) => {
        announce();
        const { askSecret } = await load<
          typeof import("../terminal/ask_secret.ts")
        >(
          "../terminal/ask_secret.ts",
          import.meta.url,
        );
        return await askSecret(question, { io, signal });
      },
    },
  };
}
