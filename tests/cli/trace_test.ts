import assert from "node:assert/strict";
import { entraError, tokenAnswer } from "../support/tokens.ts";
import {
  APP_CALL,
  DEVICE,
  deviceReplies,
  env,
  GRAPH,
  SECRET,
  WHO,
} from "./calls.ts";
import { memoryStorage, runFake } from "./fake_io.ts";

const HIDDEN = [SECRET, "the-access-token", "the-device-code", "ABCD-EFGH"];

function assertNoSecret(text: string): void {
  for (const secret of HIDDEN) assert.ok(!text.includes(secret), secret);
}

function written(files: ReadonlyMap<string, string>, path: string): string {
  const text = files.get(path);
  assert.ok(text !== undefined, `${path} was not written`);
  return text;
}

Deno.test("get-token --trace-out writes the steps by the file's ending, and the token as ever", async () => {
  const starts = {
    "t.json": /^\{\n {2}"version": 1,/,
    "t.md": /^# Trace of a sign-in\n\n```mermaid\nsequenceDiagram\n/,
    "T.SH": /^#!\/bin\/sh\n/,
  };
  for (const [path, start] of Object.entries(starts)) {
    const ran = await runFake([...APP_CALL, "--trace-out", path], {
      env,
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.stdout, "the-access-token\n");
    const text = written(ran.files, path);
    assert.match(text, start);
    assertNoSecret(text);
    assert.match(
      ran.stderr,
      new RegExp(
        `^The trace was written to ${path}, readable by you alone$`,
        "m",
      ),
    );
    assert.doesNotMatch(ran.stderr, /^> POST/m);
  }
});

Deno.test("get-token --trace-out records a device code from the first step to the last", async () => {
  const ran = await runFake([...DEVICE, "--trace-out=t.json"], {
    replies: deviceReplies(),
  });
  assert.equal(ran.code, 0, ran.stderr);
  const text = written(ran.files, "t.json");
  assertNoSecret(text);
  const { steps } = JSON.parse(text);
  assert.deepEqual(
    steps.map(({ title }: { title: string }) => title),
    [
      "Ask for a device code",
      "Show code and page",
      "Enter code, sign in",
      "Poll: finished yet?",
      "Get the tokens",
      "Get the signing keys",
      "Next: call the API",
    ],
  );
  const asked = steps[0].parameters.find(({ name }: { name: string }) =>
    name === "scope"
  );
  assert.match(asked.meaning, /^What the token is to allow/);
});

Deno.test("get-token --trace-out tells of a kept token, of which nothing is sent", async () => {
  const storage = memoryStorage();
  const first = await runFake([...APP_CALL, "--trace-out", "t.json"], {
    env,
    storage,
    replies: [tokenAnswer()],
  });
  assert.equal(first.code, 0, first.stderr);
  const again = await runFake([...APP_CALL, "--trace-out", "t.json"], {
    env,
    storage,
  });
  assert.equal(again.code, 0, again.stderr);
  const { steps } = JSON.parse(written(again.files, "t.json"));
  assert.deepEqual(
    steps.map(({ title }: { title: string }) => title),
    ["Use the kept token", "Next: call the API"],
  );
});

Deno.test("get-token --trace-out writes what led to a refusal, and the exit code stays", async () => {
  const ran = await runFake([...APP_CALL, "--trace-out", "t.md"], {
    env,
    replies: [entraError("invalid_client", { code: 7000215, status: 401 })],
  });
  assert.equal(ran.code, 3);
  const text = written(ran.files, "t.md");
  assert.match(text, /401 invalid_client/);
  assert.match(text, /End without a token/);
});

Deno.test("get-token --trace-out hands the token out although the file cannot be written", async () => {
  const ran = await runFake([...APP_CALL, "--trace-out", "t.sh"], {
    env,
    replies: [tokenAnswer()],
    replace: {
      files: {
        read: () => Promise.resolve(undefined),
        writePrivate: () => Promise.reject(new Error("disk full")),
      },
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "the-access-token\n");
  assert.match(ran.stderr, /Warning: the trace could not be written to t\.sh/);
});

Deno.test("--trace-out refuses a name that does not say how to write, before anything is sent", async () => {
  const bad = [
    ["--trace-out"],
    ["--trace-out="],
    ["--trace-out", "t.txt"],
    ["--trace-out", "trace"],
    ["--trace-out", ".json"],
    ["--trace-out=dir/.md"],
  ];
  for (const argv of bad) {
    const ran = await runFake([...APP_CALL, ...argv], { env });
    assert.equal(ran.code, 64, argv.join(" "));
    assert.match(ran.stderr, /\.json, in \.md .* or in \.sh/);
    assert.equal(ran.ports.sent.length, 0);
  }
});

Deno.test("get-token --trace --verbose says what each parameter means", async () => {
  const run = (...more: string[]) =>
    runFake([
      "get-token",
      ...WHO,
      "--client-secret-env",
      "S",
      "-s",
      GRAPH,
      "--trace",
      ...more,
    ], {
      env,
      replies: [tokenAnswer()],
    });
  const plain = await run();
  assert.doesNotMatch(plain.stderr, / # /);
  const verbose = await run("--verbose");
  assert.match(
    verbose.stderr,
    /^ {4}grant_type=client_credentials\n {6}# What the client offers/m,
  );
  assert.match(
    verbose.stderr,
    /^ {6}"expires_in": 3600,?\n {6}# How many seconds/m,
  );
  assertNoSecret(verbose.stderr);
});
