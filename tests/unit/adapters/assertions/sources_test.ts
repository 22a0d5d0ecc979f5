import assert from "node:assert/strict";
import { openAssertion } from "../../../../src/adapters/assertions/mod.ts";
import { AuthError } from "../../../../src/engine/errors.ts";
import type { AssertionReference } from "../../../../src/engine/protocol/client_assertion_reference.ts";
import {
  type FakeAssertionWorld,
  fakeAssertionWorld,
} from "../../../support/assertion_world.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

type Change = (world: FakeAssertionWorld) => void;

function ask(reference: AssertionReference, change: Change = () => {}) {
  const world = fakeAssertionWorld();
  change(world);
  return openAssertion(reference, world.ports)({});
}

async function refusalOf(
  reference: AssertionReference,
  change?: Change,
): Promise<AuthError> {
  const error = await ask(reference, change).catch((error: unknown) => error);
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  assert.match(error.message, /^Cannot .*[^.]$/);
  return error;
}

const FILE: AssertionReference = {
  type: "assertion",
  from: "file",
  path: "~/token",
};

const INVALID = "credential_invalid";
const BAD_FILES: readonly [string, Change, string, RegExp][] = [
  ["does not exist", () => {}, INVALID, /"~\/token" does not/],
  ["is empty", ({ files }) => files.set("/h/token", ""), INVALID, /empty/],
  [
    "cannot be read",
    ({ files }) => files.set("/h/token", new Error("no")),
    INVALID,
    /cannot be read/,
  ],
  [
    "is longer than 1 MiB",
    ({ files }) => files.set("/h/token", "x".repeat(1024 * 1024 + 1)),
    INVALID,
    /longer than 1 MiB/,
  ],
];
for (const [what, change, code, said] of BAD_FILES) {
  test(`fileAssertion() refuses a file that ${what}`, async () => {
    const error = await refusalOf(FILE, (world) => {
      world.variables.set("HOME", "/h");
      change(world);
    });
    assert.equal(error.code, code);
    assert.match(error.message, said);
  });
}

test("fileAssertion() reads UTF-8 and UTF-16, with a mark or without", async () => {
  const texts = [
    new TextEncoder().encode("jwt\r\n"),
    new TextEncoder().encode("\ufeffjwt\n"),
    Uint8Array.fromHex("fffe6a0077007400" + "0d000a00"),
  ];
  for (const bytes of texts) {
    const secret = await ask(FILE, ({ files, variables }) => {
      variables.set("USERPROFILE", "/h");
      files.set("/h/token", bytes);
    });
    assert.equal(secret.reveal(), "jwt");
  }
});

test("fileAssertion() takes the file of AZURE_FEDERATED_TOKEN_FILE when none is named", async () => {
  const reference = { type: "assertion", from: "file" } as const;
  const secret = await ask(reference, ({ files, variables }) => {
    variables.set("AZURE_FEDERATED_TOKEN_FILE", "/var/token");
    files.set("/var/token", "jwt");
  });
  assert.equal(secret.reveal(), "jwt");
  const error = await refusalOf(reference);
  assert.equal(error.code, INVALID);
  assert.match(error.message, /AZURE_FEDERATED_TOKEN_FILE is not set/);
});

test("environmentAssertion() tells a variable that is empty from one that is not set", async () => {
  const reference = { type: "assertion", from: "env", name: "JWT" } as const;
  assert.match((await refusalOf(reference)).message, /JWT is not set/);
  const error = await refusalOf(
    reference,
    ({ variables }) => variables.set("JWT", " "),
  );
  assert.match(error.message, /JWT is empty/);
});

test("kubernetesAssertion() names the webhook when its variable is missing", async () => {
  const error = await refusalOf({ type: "assertion", from: "kubernetes" });
  assert.equal(error.code, INVALID);
  assert.match(error.message, /Kubernetes/);
  assert.match(error.hint ?? "", /azure\.workload\.identity\/use/);
});

test("profileAssertion() asks for Entra's token exchange unless told otherwise", async () => {
  const seen: unknown[] = [];
  const world = fakeAssertionWorld();
  const ports = {
    ...world.ports,
    profileAssertion(...call: unknown[]) {
      seen.push(call);
      return Promise.reject(new Error("enough"));
    },
  };
  const { signal } = new AbortController();
  const reference = { type: "assertion", from: "profile", profile: "mi" };
  for (const more of [{}, { audience: "api://own" }]) {
    await assert.rejects(
      openAssertion(
        { ...reference, ...more } as AssertionReference,
        ports,
      )({ signal }),
      /enough/,
    );
  }
  assert.deepEqual(seen, [
    ["mi", { audience: "api://AzureADTokenExchange", signal }],
    ["mi", { audience: "api://own", signal }],
  ]);
});

test("profileAssertion() says so where there are no profiles", async () => {
  const { profileAssertion: _, ...ports } = fakeAssertionWorld().ports;
  const source = openAssertion(
    { type: "assertion", from: "profile", profile: "mi" },
    ports,
  );
  await assert.rejects(source({}), { code: "missing_credential" });
});
