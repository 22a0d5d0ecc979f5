import assert from "node:assert/strict";
import { firstStorageText } from "../../src/cli/kept/first_storage.ts";

const FIRST = {
  description:
    "sealed; the key is in the kernel's keyring, until this machine restarts",
  reason:
    "There is no D-Bus session, which the system's keyring would be asked by",
};

Deno.test({
  name:
    "firstStorageText() is whole sentences, in one line where no person reads",
  permissions: "none",
  fn() {
    const text = firstStorageText(FIRST, { isTerminal: false, columns: 80 });
    assert.match(text, /^Tokens are kept from now on, [^\n]+ asked by\.$/);
    const ended = { ...FIRST, reason: "It is so." };
    assert.match(
      firstStorageText(ended, { isTerminal: false }),
      / It is so\.$/,
    );
  },
});

Deno.test({
  name: "firstStorageText() breaks at blanks for a person, at every width",
  permissions: "none",
  fn() {
    for (const columns of [20, 60, 80, 120]) {
      const text = firstStorageText(FIRST, { isTerminal: true, columns });
      for (const line of text.split("\n")) assert.ok(line.length <= columns);
      assert.equal(
        text.replaceAll("\n", " "),
        firstStorageText(FIRST, { isTerminal: false }),
      );
    }
  },
});
