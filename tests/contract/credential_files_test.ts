import assert from "node:assert/strict";
import { readCredentialFile } from "../../src/adapters/credential_files.ts";
import { systemCredentialPorts } from "../../src/adapters/credentials.ts";

const ports = systemCredentialPorts({
  fetch: () => Promise.reject(new Error("no network")),
  clock: { now: () => 0, sleep: () => Promise.reject(new Error("no wait")) },
});

Deno.test({
  name: "a credential's file that never ends is refused, and one is read whole",
  ignore: Deno.build.os === "windows",
  async fn() {
    await assert.rejects(
      readCredentialFile({ path: "/dev/zero", what: "the certificate" }, ports),
      { code: "credential_invalid", message: /longer than 1 MiB/ },
    );
    const path = await Deno.makeTempFile();
    try {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      await Deno.writeFile(path, bytes);
      const read = await readCredentialFile({ path, what: "the key" }, ports);
      assert.deepEqual(read, bytes);
    } finally {
      await Deno.remove(path);
    }
  },
});
