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
        "vault",
      ]
    ) {
      assert.equal(parseSecretReference(text), undefined, text);
    }
  },
);

Deno.test(
  "parseSecretReference() reads a variable's name or a path",
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
  },
);
