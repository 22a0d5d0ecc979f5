// Whatever is typed by mistake costs nothing: one sentence, one hint, an exit
// code, and a home directory that is as it was.
import assert from "node:assert/strict";
import { SECRETS, splitLine } from "./contract_names.ts";
import { runAll, runLine } from "./contract_world.ts";
import { unsafeCharacters } from "./fake_io.ts";
import { WRONG_INPUT, type WrongRow } from "./wrong_input_table.ts";

function nameOf({ run }: WrongRow): string {
  const words = typeof run === "string" ? splitLine(run, { HOME: "~" }) : run;
  return JSON.stringify(words).slice(0, 200);
}

async function runRow({ run, world, code, says }: WrongRow): Promise<void> {
  const ran = await runLine(run, world);
  assert.equal(ran.code, code, ran.stderr);
  const sentences = [...ran.stderr.matchAll(/^Error: (.*)$/gm)];
  assert.equal(sentences.length, 1, ran.stderr);
  const sentence = sentences[0]?.[1] ?? "";
  assert.match(sentence, says);
  assert.match(sentence, /^[A-Z-].*[^.]$/, "one sentence without a full stop");
  assert.match(ran.stderr, /^Hint: ([A-Z-]|entrada ).*[^.\s]$/m, "a hint");
  assert.doesNotMatch(ran.stderr, /^\s+at /m, "no stack trace");
  assert.deepEqual(unsafeCharacters(ran.stderr), []);
  assert.deepEqual(unsafeCharacters(ran.stdout), []);
  assert.ok(ran.stderr.length < 3_000, "it can be read");
  for (const secret of [...Object.values(SECRETS), "hunter2"]) {
    assert.ok(!(ran.stdout + ran.stderr).includes(secret), "no secret");
  }
  // A lock is a file of its own, and stays.
  const after = [...ran.after].filter(([path]) => !path.endsWith(".lock"));
  assert.deepEqual(after, [...ran.before], "nothing is lost");
}

const BY_COMMAND = Map.groupBy(WRONG_INPUT, ({ run }) => {
  const [word = ""] = typeof run === "string" ? run.split(" ") : run;
  return word.startsWith("-") ? "" : word;
});

for (const [command, rows] of BY_COMMAND) {
  const name = command || "without a command";
  Deno.test(`entrada ${name} tells each of ${rows.length} mistakes and its way out, and loses nothing`, async () => {
    const failures = await runAll(rows, { run: runRow, nameOf });
    assert.equal(failures.join("\n\n"), "");
  });
}
