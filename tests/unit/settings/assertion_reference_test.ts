import assert from "node:assert/strict";
import {
  commandWords,
  parseAssertionReference,
} from "../../../src/settings/assertion_reference.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("commandWords() splits a command as a shell would", () => {
  const lines: readonly [string, readonly string[]][] = [
    ["vault read jwt", ["vault", "read", "jwt"]],
    ['mint --for "a b" \'c "d"\'', ["mint", "--for", "a b", 'c "d"']],
    ['a"b c"d ""', ["ab cd", ""]],
    ["  ", []],
  ];
  for (const [line, words] of lines) {
    assert.deepEqual(commandWords(line), words, line);
  }
});

test("parseAssertionReference() refuses a command with a quote that is not closed", () => {
  for (const line of [`mint "a b`, `mint 'a`, `mint a"`, `"mint" it's`, `"`]) {
    assert.equal(parseAssertionReference(`command:${line}`), undefined, line);
  }
  assert.ok(parseAssertionReference(`command:mint "it's"`));
});
