import { AuthError } from "../engine/errors.ts";
import type { CommandLine, Ports } from "../engine/ports/mod.ts";
import type { Secret } from "../engine/secret.ts";
import { systemClock } from "./clock.ts";
import { createFetch, fetchApi } from "./fetch.ts";
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

/** Adapters that few programs use, and where each is loaded from. */
export interface AdapterParts {
  /** Opens pages. */
  browser(): Promise<Pick<typeof import("./browser.ts"), "systemBrowser">>;
  /** Runs programs. */
  command(): Promise<Pick<typeof import("./command.ts"), "systemCommand">>;
  /** Hears the answer of a sign-in page. */
  redirect(): Promise<Pick<typeof import("./redirect.ts"), "createRedirect">>;
}

/**
 * Makes the ports of this machine out of the parts that it is given. They are
 * loaded when they are used, so that who needs none does not pay for them.
 *
 * @param parts Where the adapters are.
 * @param options How to ask a person.
 * @returns The ports.
 */
export function joinPorts(
  parts: AdapterParts,
  options: SystemOptions = {},
): Ports {
  return {
    fetch: createFetch(),
    apiFetch: fetchApi,
    clock: systemClock,
    random: systemRandom,
    browser: {
      async open(url, signal) {
        const { systemBrowser } = await parts.browser();
        await systemBrowser.open(url, signal);
      },
    },
    prompt: { secret: options.askSecret ?? refuseToAskSecret },
    command: {
      async run(line: CommandLine) {
        const { systemCommand } = await parts.command();
        return await systemCommand.run(line);
      },
    },
    managedIdentity: systemIdentityHost,
    redirect: {
      async open(request, signal) {
        const { createRedirect } = await parts.redirect();
        return await createRedirect(options.prompt ?? refuseToAsk).open(
          request,
          signal,
        );
      },
    },
  };
}
