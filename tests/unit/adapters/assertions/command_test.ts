import assert from "node:assert/strict";
import { commandAssertion } from "../../../../src/adapters/assertions/command.ts";
import { AuthError } from "../../../../src/engine/errors.ts";
import { fakeAssertionWorld } from "../../../support/assertion_world.ts";
import { unsignedToken } from "../../../support/tokens.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const COMMAND = ["mint", "--for", "canary-argument"];

async function refusalOf(
  result: { code: number; stdout?: string; stderr?: string } | Error,
): Promise<AuthError> {
  const world = fakeAssertionWorld();
  world.result = result instanceof Error
    ? result
    : { stdout: "", stderr: "", ...result };
  const source = commandAssertion({ command: COMMAND }, world.ports);
  const error = await source({}).catch((error: unknown) => error);
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  assert.match(error.message, /command "mint": /);
  assert.ok(!Deno.inspect(error).includes("canary"));
  return error;
}

const FAILURES: readonly [string, Error, string, RegExp][] = [
  [
    "there is no such program",
    new Deno.errors.NotFound("canary"),
    "credential_invalid",
    /not found/,
  ],
  [
    "it may not be run",
    new Deno.errors.NotCapable("no"),
    "credential_invalid",
    /not permitted/,
  ],
  ["it breaks", new Error("odd"), "credential_invalid", /could not be run/],
  [
    "it takes too long",
    new DOMException("late", "TimeoutError"),
    "timed_out",
    /within 30 s/,
  ],
];
for (const [what, failure, code, said] of FAILURES) {
  test(`commandAssertion() says that ${what}`, async () => {
    const world = fakeAssertionWorld();
    world.result = failure;
    const error = await commandAssertion({ command: COMMAND }, world.ports)({})
      .catch((error: unknown) => error);
    assert.ok(error instanceof AuthError);
    assert.equal(error.code, code);
    assert.match(error.message, said);
    assert.ok(!`${error.message}${error.hint}`.includes("canary"));
  });
}

test("commandAssertion() repeats nothing that a failed command said, and says so", async () => {
  // No filter would know a short one for a secret.
  const error = await refusalOf({
    code: 3,
    stdout: "canary",
    stderr: `login failed: canary\n${unsignedToken({ sub: "canary" })}`,
  });
  assert.equal(error.code, "credential_invalid");
  assert.match(error.message, /: it ended with 3$/);
  assert.match(error.hint ?? "", /standard error, which is not repeated/);
  const silent = await refusalOf({ code: 3 });
  assert.doesNotMatch(silent.hint ?? "", /standard error/);
});

test("commandAssertion() refuses more than an assertion can be", async () => {
  const stdout = "x".repeat(1024 * 1024 + 1);
  assert.match((await refusalOf({ code: 0, stdout })).message, /than 1 MiB$/);
});

test("commandAssertion() refuses a command that wrote nothing", async () => {
  const error = await refusalOf({ code: 0, stdout: " \n" });
  assert.match(error.message, /it wrote nothing$/);
});

test("commandAssertion() runs the words as they are, within its time", async () => {
  const world = fakeAssertionWorld();
  world.result = { code: 0, stdout: "jwt\r\n", stderr: "a warning" };
  const command = ["mint", "$(id)", "; rm"];
  for (const timeoutMs of [undefined, 5_000]) {
    const secret = await commandAssertion(
      { command, ...(timeoutMs ? { timeoutMs } : {}) },
      world.ports,
    )({});
    assert.equal(secret.reveal(), "jwt");
  }
  assert.deepEqual(world.commands, [
    { command, timeoutMs: 30_000 },
    { command, timeoutMs: 5_000 },
  ]);
});

test("commandAssertion() ends with the reason of an abort", async () => {
  const abort = new AbortController();
  const run = commandAssertion({ command: COMMAND }, {
    run() {
      abort.abort(new Error("enough"));
      return Promise.reject(new Error("killed"));
    },
  })({ signal: abort.signal });
  await assert.rejects(run, /enough/);
});
