import assert from "node:assert/strict";
import { expiryOf } from "../../src/cli/profiles/client_secret_creation.ts";
import { Secret } from "../../src/engine/secret.ts";
import { PROFILES, type Ran } from "./fake_io.ts";
import { AUTHORITY, GRACE, machine } from "./discover_world.ts";

const GRAPH = "https://graph.microsoft.com/.default";
const SSH = { env: { SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" } };

const LEGACY = "f1027b9c-4d8e-4635-8af0-b95e6c3d1a27";

const place = ["--authority", AUTHORITY, "--client-id", LEGACY, "-s", GRAPH];

function profileIn({ files }: Ran) {
  return JSON.parse(files.get(PROFILES) ?? "{}").profiles?.[0];
}

Deno.test("config create --new-secret makes a secret that works at once, and shows it nowhere", async () => {
  const world = machine();
  const ran = await world.run(
    ["config", "create", "ci", ...place, "--new-secret", "--days", "90"],
    SSH,
  );
  assert.equal(ran.code, 0, ran.stderr);
  const { clientSecret, secretExpires } = profileIn(ran);
  assert.deepEqual([clientSecret, secretExpires], ["keyring", "2026-04-01"]);
  assert.doesNotMatch(ran.stdout + ran.stderr, /sbx~/);
  assert.doesNotMatch([...ran.files.values()].join(), /sbx~/);
  const token = await world.run(["get-token", "-p", "ci"]);
  assert.equal(token.code, 0, token.stderr);
});

Deno.test("config edit --new-secret takes the place of the secret, and of its day", async () => {
  const world = machine();
  const made = await world.run(
    [
      ...["config", "create", "ci", ...place, "--client-secret-stdin"],
      ...["--secret-expires", "2026-01-05"],
    ],
    { stdin: "s3cr3t~old" },
  );
  assert.equal(made.code, 0, made.stderr);
  const ran = await world.run(["config", "edit", "ci", "--new-secret"], SSH);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(profileIn(ran).secretExpires, "2026-06-30");
  const token = await world.run(["get-token", "-p", "ci"]);
  assert.equal(token.code, 0, token.stderr);
});

Deno.test("config create --new-secret writes no profile when Graph makes none", async () => {
  const world = machine({ username: GRACE });
  const ran = await world.run(
    ["config", "create", "ci", ...place, "--new-secret"],
    SSH,
  );
  assert.equal(ran.code, 3, ran.stderr);
  assert.equal(ran.files.has(PROFILES), false);
});

Deno.test("config create --new-secret loses no secret for the day that Graph gives it", () => {
  const cases = [
    ["+012345-01-01T00:00:00Z", "9999-12-31"],
    ["-000001-01-01T00:00:00Z", "1970-01-01"],
    ["2027-01-31T23:59:59Z", "2027-01-31"],
  ] as const;
  for (const [end, day] of cases) {
    const secret = new Secret("x");
    const endsAt = Date.parse(end);
    const created = { secret, name: "n", keyId: "k", endsAt };
    assert.deepEqual(expiryOf({ secret, created }), { secretExpires: day });
  }
});

for (
  const [words, said] of [
    [["--new-secret", "--client-secret-env", "S"], /--new-secret together/],
    [["--days", "9"], /Cannot use --days/],
    [["--show-secret"], /Cannot use --show-secret/],
  ] as const
) {
  Deno.test(`config create refuses ${words.join(" ")}`, async () => {
    const ran = await machine().run(
      ["config", "create", "ci", ...place, ...words],
    );
    assert.equal(ran.code, 64, ran.stderr);
    assert.match(ran.stderr, said);
    assert.equal(ran.files.has(PROFILES), false);
  });
}
