/**
 * Puts an `entrada` command into a folder of the user's own. It starts the
 * program where it stands, with the permissions of the task `start`, and stays
 * in the folder in which it is called.
 *
 * Run it with `deno task install [FOLDER]`.
 *
 * @module
 */
import { print } from "./print.ts";

const ROOT = new URL("../", import.meta.url);
const WINDOWS = Deno.build.os === "windows";

/** A word that no shell takes apart. */
function quoted(word: string): string {
  return WINDOWS ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`;
}

function pathOf(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return WINDOWS ? path.slice(1).replaceAll("/", "\\") : path;
}

/**
 * Writes the launcher.
 *
 * @param start The command of the task `start`.
 * @param deno The runtime's own path.
 * @returns The text of an executable file.
 */
export function launcher(start: string, deno: string): string {
  const words = start.split(" ").slice(1).map((word) =>
    word.endsWith(".ts") ? pathOf(new URL(word, ROOT)) : word
  );
  const command = [deno, ...words].map(quoted).join(" ");
  return WINDOWS
    ? `@echo off\r\n${command} %*\r\n`
    : `#!/bin/sh\nexec ${command} "$@"\n`;
}

async function main(): Promise<void> {
  const home = Deno.env.get(WINDOWS ? "USERPROFILE" : "HOME");
  const folder = Deno.args[0] ?? `${home}/.local/bin`;
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", ROOT)),
  );
  const path = `${folder}/entrada${WINDOWS ? ".cmd" : ""}`;
  await Deno.mkdir(folder, { recursive: true });
  const text = launcher(tasks.start.command, Deno.execPath());
  await Deno.writeTextFile(path, text, { mode: 0o755 });
  await Deno.chmod(path, 0o755).catch(() => {});
  print(`Installed ${path}`);
  const known = (Deno.env.get("PATH") ?? "").split(WINDOWS ? ";" : ":");
  if (!known.includes(folder)) {
    print(`Add ${folder} to PATH, or call it by its whole path`);
  }
}

if (import.meta.main) await main();
