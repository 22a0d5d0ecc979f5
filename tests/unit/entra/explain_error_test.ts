import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { ServerErrorDetails } from "../../../src/engine/errors.ts";
import { aadstsInfo } from "../../../src/engine/entra/aadsts.ts";
import { explainError } from "../../../src/engine/entra/explain_error.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function details(
  codes: readonly number[],
  more: Partial<ServerErrorDetails> = {},
): ServerErrorDetails {
  return { error: "invalid_grant", entra: { codes }, ...more };
}

test("explainError() is honest about what it does not know", async () => {
  for (
    const text of ["", "hello", "AADSTS", "AADSTS12", "AADSTS1234567890", "\0"]
  ) {
    const advice = await explainError(text);
    assert.match(advice.meaning, /^No error that is known here/);
    assert.equal(advice.unconfirmed, true);
    assert.equal(advice.interactive, false);
  }
  const advice = await explainError("AADSTS1234567: new");
  assert.equal(advice.code, 1234567);
  assert.match(advice.meaning, /^AADSTS1234567 is not among/);
});

test("explainError() takes any text", async () => {
  await fc.assert(fc.asyncProperty(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.nat().map((code) => `AADSTS${code}`),
      fc.nat().map(String),
      fc.constantFrom('"error":"toString"', "error=__proto__", "constructor"),
    ),
    async (text) => {
      const { meaning, fix, who } = await explainError(text);
      assert.ok(meaning !== "" && fix !== "" && who.length > 0);
    },
  ));
});

test("explainError() stays quick for a wall of text", async () => {
  const walls = [
    '"error"' + " ".repeat(1e6),
    "AADSTS5".repeat(2e5),
    " ".repeat(1e6),
  ];
  for (const wall of walls) {
    const start = performance.now();
    await explainError(wall);
    assert.ok(performance.now() - start < 100);
  }
});

test("explainError() finds the number in pasted text of any shape", async () => {
  for (
    const text of [
      "50076",
      " 50076\n",
      "AADSTS50076",
      "aadsts50076: Due to a configuration change",
      "Error: invalid_grant: AADSTS50076: Due to …",
      '{"error":"interaction_required","error_codes":[50076]}',
      '{"error_codes":"[50076]"}',
      "https://login.microsoftonline.com/error?code=1 AADSTS50076",
    ]
  ) {
    const advice = await explainError(text);
    assert.equal(advice.code, 50076, text);
    assert.equal(advice.name, "UserStrongAuthClientAuthNRequired");
    assert.equal(advice.who, "you");
    assert.equal(advice.interactive, true);
  }
});

test("explainError() finds the OAuth error in JSON, in an address and in front", async () => {
  for (
    const text of [
      '{"error":"access_denied"}',
      '{ "error" : "access_denied", "error_descr',
      "http://localhost:8400/?error=access_denied&state=x",
      "#error=access_denied",
      "access_denied",
      "access_denied: the user said no",
    ]
  ) {
    const advice = await explainError(text);
    assert.equal(advice.error, "access_denied", text);
    assert.equal(advice.code, undefined);
  }
});

test("explainError() prefers the telling one of several numbers", async () => {
  assert.equal((await explainError(details([70002, 70008]))).code, 70008);
  assert.equal((await explainError(details([70008, 70002]))).code, 70008);
  assert.equal((await explainError(details([70002]))).code, 70002);
  assert.equal((await explainError(details([123456, 65001]))).code, 65001);
});

test("explainError() takes the number from the description when there is no other", async () => {
  const advice = await explainError(
    details([], { description: "AADSTS7000222: The provided client secret" }),
  );
  assert.equal(advice.code, 7000222);
  assert.equal(advice.who, "developer");
});

test("explainError() never goes by the words of a description", async () => {
  const advice = await explainError({
    error: "invalid_client",
    description: "interaction_required consent_required MFA login_required",
    entra: { codes: [] },
  });
  assert.equal(advice.interactive, false);
  assert.equal(advice.error, "invalid_client");
});

test("explainError() falls back to suberror, then to error", async () => {
  const bySuberror = await explainError(
    details([999999], { suberror: "user_password_expired" }),
  );
  assert.match(bySuberror.fix, /password/);
  assert.equal(bySuberror.code, 999999);
  const byError = await explainError(details([], { suberror: "new" }));
  assert.match(byError.fix, /^Sign in again/);
  const unknown = await explainError({ error: "", entra: { codes: [] } });
  assert.equal(unknown.error, undefined);
});

test("explainError() says that a sign-in helps when the authority says so", async () => {
  const cases: readonly (readonly [ServerErrorDetails, boolean])[] = [
    [details([700016], { error: "unauthorized_client" }), false],
    [details([50196]), false],
    [details([50196], { suberror: "basic_action" }), true],
    [details([50196], { error: "interaction_required" }), true],
    [details([50196], { claims: "{}" }), true],
    [details([999999], { error: "new", claims: "{}" }), true],
  ];
  for (const [error, interactive] of cases) {
    assert.equal((await explainError(error)).interactive, interactive);
  }
});

test("explainError() does not send a user back to what a policy refuses", async () => {
  for (const code of [53000, 53003, 530034, 530084, 50131, 50005]) {
    const advice = await explainError(
      details([code], {
        error: "interaction_required",
        suberror: "message_only",
        claims: "{}",
      }),
    );
    assert.equal(advice.interactive, false, `${code}`);
  }
});

test("explainError() hands on doubts about an entry", async () => {
  assert.equal((await explainError("530033")).unconfirmed, true);
  assert.ok(!("unconfirmed" in await explainError("50076")));
});

test("aadstsInfo() has sound entries", async () => {
  const { default: data } = await import(
    "../../../src/engine/entra/data/aadsts.json",
    { with: { type: "json" } }
  );
  const codes = new Set(data.map(({ code }) => code));
  assert.equal(codes.size, data.length);
  assert.ok(codes.size > 300);
  for (const code of codes) {
    const info = await aadstsInfo(code);
    assert.ok(info !== undefined);
    assert.match(info.meaning, /\.$/, `${code}`);
    assert.match(info.hint, /\.$/, `${code}`);
    assert.ok(
      ["you", "administrator", "developer", "nobody"].includes(info.who),
    );
    assert.ok(info.flows.length > 0);
  }
});
