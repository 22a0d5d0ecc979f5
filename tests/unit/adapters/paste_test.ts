import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { openPaste, readPasted } from "../../../src/adapters/paste.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("readPasted() finds nothing in text that holds no answer", () => {
  for (
    const text of [
      "",
      "   ",
      "hello world",
      "https://app.contoso.example/cb",
      "https://app.contoso.example/cb?state=x",
      "short",
      "\u001b[2J",
    ]
  ) {
    assert.equal(readPasted(text), undefined, text);
  }
});

test("readPasted() reads an address, a query, a fragment, quotes and blanks around them", () => {
  for (
    const text of [
      "https://app.contoso.example/cb?code=1.Abc&state=s",
      '  "https://app.contoso.example/cb?code=1.Abc&state=s"\n',
      "http://localhost:8400/#code=1.Abc&state=s",
      "?code=1.Abc&state=s",
      "code=1.Abc&state=s",
    ]
  ) {
    const answer = readPasted(text);
    assert.equal(answer?.parameters.get("code"), "1.Abc", text);
    assert.equal(answer?.parameters.get("state"), "s", text);
    assert.equal(answer?.hasState, true);
  }
});

test("readPasted() takes one word for a bare code, which has no state", () => {
  const answer = readPasted(" 1.AXQA_x-y.z \n");
  assert.equal(answer?.parameters.get("code"), "1.AXQA_x-y.z");
  assert.equal(answer?.hasState, false);
});

test("readPasted() keeps an error answer", () => {
  assert.equal(
    readPasted("https://x.example/?error=access_denied&state=s")?.parameters
      .get("error"),
    "access_denied",
  );
});

test("readPasted() throws for no text at all", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const answer = readPasted(text);
    assert.ok(
      answer === undefined || answer.parameters.has("code") ||
        answer.parameters.has("error"),
    );
  }));
});

test("openPaste() refuses an answer of another sign-in and text without a code", async () => {
  const receiving = (text: string) =>
    openPaste({
      redirectUri: "https://app.contoso.example/cb",
      ask: () => Promise.resolve(text),
    }).receive("s");
  await assert.rejects(receiving("https://x.example/?code=c&state=other"), {
    code: "state_mismatch",
  });
  await assert.rejects(receiving("nothing here"), { code: "response_invalid" });
  assert.equal(
    (await receiving("https://x.example/?code=c&state=s")).parameters.get(
      "code",
    ),
    "c",
  );
});

test("readPasted() reads tokens of a fragment", () => {
  const answer = readPasted(
    "https://app.contoso.example/cb#access_token=a&id_token=i&state=s",
  );
  assert.equal(answer?.parameters.get("access_token"), "a");
  assert.equal(answer?.parameters.get("id_token"), "i");
});

test("openPaste() asks for answers that show in the address bar, and for tokens in the fragment alone", () => {
  const modeOf = (request: Partial<Parameters<typeof openPaste>[0]>) =>
    openPaste({
      redirectUri: "https://app.contoso.example/cb",
      ask: () => Promise.resolve(""),
      ...request,
    }).responseMode;
  assert.equal(modeOf({}), "query");
  assert.equal(modeOf({ responseMode: "fragment" }), "fragment");
  assert.equal(modeOf({ carriesTokens: true }), "fragment");
  assert.throws(() => modeOf({ responseMode: "form_post" }), {
    code: "invalid_parameter",
  });
});
