/**
 * The world: every port of the engine, for real. The only folder that may say
 * Deno, fetch, Date.now, setTimeout or crypto.getRandomValues; may import the
 * engine's types and pure functions.
 *
 * @module
 */
import { AuthError } from "../engine/errors.ts";
import type { CommandLine, Ports } from "../engine/ports/mod.ts";
import type { Secret } from "../engine/secret.ts";
import { systemClock } from "./clock.ts";
import { createFetch } from "./fetch.ts";
import { systemIdentityHost } from "./managed_identity.ts";
import type { Ask } from "./paste.ts";
import { systemRandom } from "./random.ts";

/** What {@linkcode systemPorts} cannot know by itself. */
export interface SystemOptions {
  /** Asks the person for a pasted address; without it, pasting is refused. */
  readonly prompt?: Ask;
  /** Asks the person for a secret without showing it; without it, asking is refused. */
  readonly askSecret?: (
    question: string,
    signal?: AbortSignal,
  ) => Promise<Secret>;
}

function refuseToAsk(): Promise<string> {
  return Promise.reject(
    new AuthError(
      "interaction_required",
      "Cannot ask for the pasted address: nobody can answer here",
      {
        hint:
          "Run it in a terminal, or use a loopback redirect URI such as http://localhost",
      },
    ),
  );
}

function refuseToAskSecret(): Promise<Secret> {
  return Promise.reject(
    new AuthError(
      "interaction_required",
      "Cannot ask for the password: nobody can answer here",
      {
        hint:
          "Run it in a terminal, or give the password on standard input or by an environment variable",
      },
    ),
  );
}

/**
 * Makes the ports of this machine. The browser and the listener are loaded when
 * they are used, so that a script that needs neither does not pay for them.
 *
 * @param options How to ask a person.
 * @returns The ports.
 */
export function systemPorts(options: SystemOptions = {}): Ports {
  return {
    fetch: createFetch(),
    clock: systemClock,
    random: systemRandom,
    browser: {
      async open(url, signal) {
        const { systemBrowser } = await import("./browser.ts");
        await systemBrowser.open(url, signal);
      },
    },
    prompt: { secret: options.askSecret ?? refuseToAskSecret },
    command: {
      async run(line: CommandLine) {
        const { systemCommand } = await import("./command.ts");
        return await systemCommand.run(line);
      },
    },
    managedIdentity: systemIdentityHost,
    redirect: {
      async open(request, signal) {
        const { createRedirect } = await import("./redirect.ts");
        return await createRedirect(options.prompt ?? refuseToAsk).open(
          request,
          signal,
        );
      },
    },
  };
}
