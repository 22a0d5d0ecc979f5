import { environmentVariable } from "../environment.ts";
import { lookAt } from "./path.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const ENDINGS = IS_WINDOWS ? ["", ".exe", ".cmd", ".bat"] : [""];

async function isProgram(path: string): Promise<boolean> {
  const { kind, mode = 0o100 } = await lookAt(path);
  return kind === "file" && (mode & 0o111) !== 0;
}

async function isThere(name: string): Promise<boolean> {
  const isPath = /[/\\]/.test(name);
  const folders = (environmentVariable("PATH") ?? "")
    .split(IS_WINDOWS ? ";" : ":").filter((folder) => folder !== "");
  const places = isPath ? [name] : folders.map((each) => `${each}/${name}`);
  for (const place of places) {
    for (const ending of ENDINGS) {
      if (await isProgram(place + ending)) return true;
    }
  }
  return false;
}

/**
 * Finds programs where the system would look for them, without running them.
 *
 * @param names Names, or paths.
 * @returns Those that are there.
 */
export async function findPrograms(
  names: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(names.map(isThere));
  return names.filter((_, index) => found[index]);
}
