// Runs a user's script for tests.
import type { Io } from "../../src/cli/io.ts";
import { createUserScripts } from "../../src/cli/scripts/user_scripts.ts";

/** Runs a script that needs no token, and gives what it wrote. */
export async function outputOf(io: Io, path: string): Promise<string> {
  const scripts = createUserScripts(io);
  const { fingerprint } = await scripts.plan(path);
  let written = "";
  await scripts.run(path, {
    fingerprint,
    remember: false,
    signal: new AbortController().signal,
    onOutput: (_stream, text) => {
      written += text;
    },
  });
  return written;
}
