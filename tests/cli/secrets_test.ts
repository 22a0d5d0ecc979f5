import assert from "node:assert/strict";
import { GRAPH, WHO } from "./calls.ts";
import { runFake } from "./fake_io.ts";

const REFUSED = [
  ["--client-secret", "hunter2"],
  ["--client-secret=hunter2"],
  ["--clientSecret", "hunter2"],
  ["--secret", "hunter2"],
  ["--password", "hunter2"],
  ["--passphrase=hunter2"],
  ["--refresh-token", "hunter2"],
  ["--client-assertion", "hunter2"],
  ["--client-secret-env", "hunter2!"],
  ["--client-secret-env", "hunter2"],
  ["--client-secret-file", "hunter2"],
  ["--cient-secret", "hunter2"],
  ["--cient-secret=hunter2"],
];

for (const option of REFUSED) {
  Deno.test(`runCli() never repeats the secret of ${option[0]?.split("=")[0]} ${option[1] ?? ""}`, async () => {
    for (const more of [[], ["--verbose"]]) {
      const ran = await runFake([
        "get-token",
        ...WHO,
        "-s",
        GRAPH,
        ...option,
        ...more,
      ]);
      assert.ok(ran.code === 64 || ran.code === 78, String(ran.code));
      assert.ok(!(ran.stdout + ran.stderr).includes("hunter2"), ran.stderr);
    }
  });
}

Deno.test("runCli() says how a secret is given instead", async () => {
  const ran = await runFake(["get-token", "--client-secret", "hunter2"]);
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Hint: Use --client-secret-env NAME, --client-secret-file PATH, --client-secret-command LINE or --client-secret-stdin$/m,
  );
});

for (
  const args of [
    ["get-token", "--client-secret-stdin=HUNTER2"],
    ["get-token", "--json=HUNTER2"],
    ["HUNTER2"],
    ["--access-token=HUNTER2"],
    ["get-token", "--client-secret-envHUNTER2"],
    ["get-token", "--pass", "HUNTER2"],
    ["get-token", "-XHUNTER2"],
  ]
) {
  Deno.test(`runCli() never repeats a secret in the wrong place: ${args.join(" ").replace("HUNTER2", "…")}`, async () => {
    const ran = await runFake(args);
    assert.equal(ran.code, 64);
    assert.ok(!(ran.stdout + ran.stderr).includes("HUNTER2"), ran.stderr);
  });
}
