import type { Command } from "./process.ts";

/** The repository's root as a path without a slash at its end. */
export const ROOT: string = new URL("../../", import.meta.url).pathname
  .replace(/\/$/, "");

const BENCH = `${ROOT}/scripts/bench`;

/** How a script of this folder is run, with the product's configuration. */
export function script(path: string, ...flags: string[]): Command["argv"] {
  return [Deno.execPath(), "run", "--quiet", ...flags, `${BENCH}/${path}`];
}

/** The flags with which the product is really run. */
export async function startFlags(): Promise<readonly string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const words: string[] = tasks.start.command.split(/\s+/);
  return words.filter((word) => word.startsWith("--") && word !== "--quiet");
}

/**
 * How the product is really run: the command of the task `start`, without the
 * task runner around it.
 *
 * @param args Arguments of the product.
 */
export async function product(...args: string[]): Promise<Command["argv"]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const words: string[] = tasks.start.command.split(/\s+/);
  const entry = words.at(-1) ?? "";
  return [
    Deno.execPath(),
    ...words.slice(1, -1),
    `${ROOT}/${entry}`,
    ...args,
  ];
}
