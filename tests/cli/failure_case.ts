import assert from "node:assert/strict";
import { SECRET } from "./calls.ts";
import { type FakeSetting, runFake } from "./fake_io.ts";

/** One thing that goes wrong: what was typed, what the world did, what must be said. */
export interface FailureCase extends FakeSetting {
  readonly what: string;
  readonly argv: readonly string[];
  readonly code: number;
  readonly says: RegExp;
  readonly hints: RegExp;
}

/** Declares the test of a failure: its sentence, its hint, its exit code, and nothing else. */
export function testFailure(
  { what, argv, code, says, hints, ...setting }: FailureCase,
): void {
  Deno.test(`runCli() ends with ${code}, a sentence and a hint after ${what}`, async () => {
    const ran = await runFake(argv, setting);
    assert.equal(ran.code, code, ran.stderr);
    assert.equal(ran.stdout, "");
    const sentence = /^Error: ([A-Z-].*[^.\n])$/m.exec(ran.stderr)?.[1];
    assert.match(sentence ?? ran.stderr, says);
    assert.match(/^Hint: (.+)$/m.exec(ran.stderr)?.[1] ?? "no hint", hints);
    assert.doesNotMatch(ran.stderr, /^\s+at /m, "no stack trace");
    assert.ok(!ran.stderr.includes(SECRET), "no secret");
  });
}
