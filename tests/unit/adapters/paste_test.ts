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

/** Receives what a person answers, one text after another. */
function receiving(...texts: readonly string[]) {
  const problems: (string | undefined)[] = [];
  const left = [...texts];
  const answer = openPaste({
    redirectUri: "https://app.contoso.example/cb",
    ask(_question, { problem } = {}) {
      problems.push(problem?.code);
      const next = left.shift();
      return next === undefined && problem !== undefined
        ? Promise.reject(problem)
        : Promise.resolve(next ?? "");
    },
  }).receive("s");
  return { answer, problems };
}

test("openPaste() fails with what is wrong with an answer when nobody can be asked again", async () => {
  await assert.rejects(
    receiving("https://x.example/?code=c&state=other").answer,
    { code: "state_mismatch" },
  );
  await assert.rejects(receiving("nothing here").answer, {
    code: "response_invalid",
  });
});

test("openPaste() asks again, and says why, until the answer is that of this sign-in", async () => {
  const { answer, problems } = receiving(
    "nothing here",
    "https://x.example/?code=c&state=other",
    "https://x.example/?code=c&state=s",
  );
  assert.equal((await answer).parameters.get("code"), "c");
  assert.deepEqual(problems, [undefined, "response_invalid", "state_mismatch"]);
});

test("openPaste() does not ask again when the sign-in has ended meanwhile", async () => {
  const end = new AbortController();
  const answer = openPaste({
    redirectUri: "https://app.contoso.example/cb",
    ask() {
      end.abort(new Error("cancelled"));
      return Promise.resolve("nothing here");
    },
  }).receive("s", end.signal);
  await assert.rejects(answer, /cancelled/);
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
