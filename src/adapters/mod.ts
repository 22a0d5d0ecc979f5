/**
 * The world: every port of the engine, for real. The only folder that may say
 * Deno, fetch, Date.now, setTimeout or crypto.getRandomValues; may import the
 * engine's types and pure functions.
 *
 * @module
 */
import type { Ports } from "../engine/ports/mod.ts";
import { joinPorts, type SystemOptions } from "./ports.ts";

export type { SystemOptions } from "./ports.ts";

/**
 * Makes the ports of this machine. Every adapter is named, because a script
 * that may not read files can load only what Deno has found beforehand.
 *
 * @param options How to ask a person.
 * @returns The ports.
 */
export function systemPorts(options: SystemOptions = {}): Ports {
  return joinPorts({
    browser: () => import("./browser.ts"),
    command: () => import("./command.ts"),
    redirect: () => import("./redirect.ts"),
  }, options);
}
