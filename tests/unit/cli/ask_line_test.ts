import assert from "node:assert/strict";
import type { Io } from "../../../src/cli/io.ts";
import { askLine } from "../../../src/cli/terminal/ask_line.ts";

Deno.test({
  name:
    "askLine() breaks a long question between words, with room for the answer",
  permissions: "none",
  fn: async () => {
    let written = "";
    const terminal = { isTerminal: true, columns: 60 };
    const io = {
      stdin: { isTerminal: true, readLine: () => Promise.resolve("a") },
      stderr: { ...terminal, write: (text: string) => void (written += text) },
      signal: new AbortController().signal,
    } as unknown as Io;
    const text = "Client id (application id, or a name such as azure-cli)";
    assert.equal(await askLine({ text, standard: "x" }, io), "a");
    const lines = written.split("\n");
    assert.ok(lines.length > 1);
    assert.ok(lines.every((line) => line.length <= 60 - 11), written);
    assert.equal(lines.map((line) => line.trim()).join(" "), `${text} [x]:`);
    assert.match(written, /: $/);
  },
});
