import assert from "node:assert/strict";
import { entraError, tokenAnswer } from "../support/tokens.ts";
import { Interruption } from "../../src/cli/errors.ts";
import { APP_CALL, DEVICE, deviceStart, env, pending } from "./calls.ts";
import { runFake, unsafeCharacters } from "./fake_io.ts";

Deno.test("runCli() ends an interrupted sign-in with 130 and one line", async () => {
  for (
    const [signal, code, line] of [["SIGINT", 130, "Interrupted"], [
      "SIGTERM",
      143,
      "Ended by SIGTERM",
    ]] as const
  ) {
    const end = new AbortController();
    const ran = await runFake(DEVICE, {
      signal: end.signal,
      replies: [
        deviceStart(),
        () => {
          end.abort(new Interruption(signal));
          return pending();
        },
      ],
    });
    assert.equal(ran.code, code, ran.stderr);
    assert.equal(ran.stderr.trimEnd().split("\n").at(-1), line);
    assert.doesNotMatch(ran.stderr, /^Error:|^\s+at /m);
  }
});

Deno.test("runCli() takes the waiting line away before it says that it was interrupted", async () => {
  const end = new AbortController();
  const ran = await runFake(DEVICE, {
    signal: end.signal,
    terminals: ["stdin", "stderr"],
    env: { NO_COLOR: "1" },
    replies: [
      deviceStart(),
      () => {
        end.abort(new Interruption("SIGINT"));
        return pending();
      },
    ],
  });
  assert.equal(ran.code, 130);
  assert.ok(ran.stderr.endsWith("\r\u001b[2KInterrupted\n"), ran.stderr);
});

Deno.test("runCli() gives up after --timeout with 5", async () => {
  const wake = Promise.withResolvers<void>();
  const ran = await runFake([...APP_CALL, "--timeout", "2m"], {
    env,
    clock: { now: () => 0, sleep: () => wake.promise },
    replies: [
      (request) => {
        wake.resolve();
        return new Promise((_, reject) =>
          request.signal.addEventListener(
            "abort",
            () => reject(request.signal.reason),
          )
        );
      },
    ],
  });
  assert.equal(ran.code, 5, ran.stderr);
  assert.match(ran.stderr, /^Error: Cannot get a token within 2 minutes$/m);
  assert.match(ran.stderr, /^Hint: .*--timeout/m);
});

/** What writing to a pipe throws once its reader has gone. */
function brokenPipe(): Error {
  return Object.assign(new Error("Broken pipe (os error 32)"), {
    name: "BrokenPipe",
  });
}

Deno.test("runCli() ends quietly when nobody reads its output any more", async () => {
  const stdout = {
    isTerminal: false,
    write() {
      throw brokenPipe();
    },
  };
  for (const argv of [[...APP_CALL, "--quiet"], ["--help"], ["--version"]]) {
    const ran = await runFake(argv, {
      env,
      replies: [tokenAnswer()],
      replace: { stdout },
    });
    assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  }
});

Deno.test("runCli() tells of the unexpected in one sentence, and more with --verbose", async () => {
  const replace = {
    ports: () => Promise.reject(new RangeError("inner detail")),
  };
  const short = await runFake(APP_CALL, { env, replace });
  assert.equal(short.code, 1);
  assert.doesNotMatch(short.stderr, /inner detail|^\s+at /m);
  assert.match(
    short.stderr,
    /^Hint: Run it again with --verbose for details$/m,
  );
  const long = await runFake([...APP_CALL, "--verbose"], { env, replace });
  assert.equal(long.code, 1);
  assert.match(long.stderr, /inner detail/);
});

Deno.test("runCli() gives the ids that support asks for, and the server's words with --verbose", async () => {
  const replies =
    () => [entraError("invalid_client", { code: 7000215, status: 401 })];
  const short = await runFake(APP_CALL, { env, replies: replies() });
  assert.match(
    short.stderr,
    /^AADSTS7000215 · trace 11111111-\S+ · correlation 22222222-\S+ · 2026/m,
  );
  assert.doesNotMatch(short.stderr, /Something\./);
  const long = await runFake([...APP_CALL, "--verbose"], {
    env,
    replies: replies(),
  });
  assert.match(long.stderr, /^Server: .*Something\./m);
});

Deno.test("runCli() keeps what the server wrote from acting on the terminal", async () => {
  const ran = await runFake([...APP_CALL, "--verbose"], {
    env,
    replies: [entraError("invalid_client", {
      code: 1,
      status: 401,
      error_description: "AADSTS1: \u001b[2J\u001b]0;owned\u0007 \u202e",
      trace_id: "\u001b[31mtrace",
    })],
  });
  assert.equal(ran.code, 3);
  assert.deepEqual(unsafeCharacters(ran.stderr), []);
});
