import assert from "node:assert/strict";
import { parseSecretReference } from "../../../src/settings/secret_reference.ts";

const options = { permissions: "none" } as const;

Deno.test(
  "parseSecretReference() refuses what may be a secret",
  options,
  () => {
    for (
      const text of [
        "",
        "hunter2",
        "env:",
        "file:",
        "env:A-B",
        "env:1A",
        "ENV:A",
        " env:A",
        "Vault",
        "vault:x",
        "command:",
        'command:pass "show',
      ]
    ) {
      assert.equal(parseSecretReference(text), undefined, text);
    }
  },
);

Deno.test(
  "parseSecretReference() reads a variable's name, a path, a command or a store",
  options,
  () => {
    assert.deepEqual(parseSecretReference("env:MY_SECRET"), {
      from: "env",
      name: "MY_SECRET",
    });
    assert.deepEqual(parseSecretReference("file:~/s.txt"), {
      from: "file",
      path: "~/s.txt",
    });
    assert.deepEqual(parseSecretReference('command:pass show "a b"'), {
      from: "command",
      command: ["pass", "show", "a b"],
    });
    for (const from of ["keyring", "vault"]) {
      assert.deepEqual(parseSecretReference(from), { from });
    }
  },
);
