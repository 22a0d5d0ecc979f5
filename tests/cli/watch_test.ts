import assert from "node:assert/strict";
import { Interruption } from "../../src/cli/errors.ts";
import { entraError, idToken, tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, DEVICE, deviceReplies, env, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  type Ran,
  runFake,
} from "./fake_io.ts";

const WATCH = ["watch", ...DEVICE.slice(1)];

type Line = Readonly<Record<string, unknown>>;

function linesOf({ stdout }: Ran): readonly Line[] {
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("watch writes a line an event, and the token's facts last", async () => {
  const ran = await runFake(WATCH, { replies: deviceReplies() });
  assert.equal(ran.code, 0, ran.stderr);
  const lines = linesOf(ran);
  assert.deepEqual(lines.map(({ type }) => type), [
    "exchange",
    "user_code",
    "polling",
    "exchange",
    "authorization_pending",
    "polling",
    "exchange",
    "exchange",
    "token",
  ]);
  const code = lines[1] ?? {};
  assert.equal(code.user_code, "ABCD-EFGH");
  assert.equal(code.interval_ms, 5_000);
  const end = lines.at(-1) ?? {};
  assert.equal(end.source, "flow");
  assert.equal(end.access_token, undefined);
  assert.ok(lines.every(({ time }) => !Number.isNaN(Date.parse(String(time)))));
});

Deno.test("watch has no secret in any line, and the token only when it is asked for", async () => {
  const secrets = ["the-access-token", "the-refresh-token", "the-device-code"];
  const ran = await runFake(WATCH, { replies: deviceReplies() });
  for (const secret of [...secrets, idToken()]) {
    assert.ok(!ran.stdout.includes(secret), secret.slice(0, 20));
  }
  const app = await runFake(["watch", ...APP_CALL.slice(1)], {
    env,
    replies: [tokenAnswer()],
  });
  assert.ok(!(app.stdout + app.stderr).includes(SECRET));
  const asked = await runFake([...WATCH, "--include-token"], {
    replies: deviceReplies(),
  });
  assert.equal(linesOf(asked).at(-1)?.access_token, "the-access-token");
  assert.ok(!asked.stdout.includes("the-refresh-token"));
});

Deno.test("watch of a kept token has one line", async () => {
  const storage = memoryStorage();
  await runFake(WATCH, { replies: deviceReplies(), storage });
  const ran = await runFake(WATCH, { storage });
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(linesOf(ran).map(({ type, source }) => [type, source]), [
    ["token", "cache"],
  ]);
});

const FAILURES:
  readonly (readonly [string, FakeSetting, number, string | null])[] = [
    [
      "refuses",
      {
        replies: [entraError("invalid_client", { code: 7000218 })],
      },
      3,
      "authentication_refused",
    ],
    [
      "cannot be reached",
      {
        replies: [new TypeError("no route to host")],
      },
      4,
      "network_error",
    ],
  ];
for (const [what, setting, code, name] of FAILURES) {
  Deno.test(`watch ends with an error line and the code of get-token when the authority ${what}`, async () => {
    const ran = await runFake(WATCH, setting);
    assert.equal(ran.code, code);
    const end = linesOf(ran).at(-1) ?? {};
    assert.deepEqual([end.type, end.code, end.exit_code], [
      "error",
      name,
      code,
    ]);
    assert.match(ran.stderr, /^Error: /m);
  });
}

Deno.test("watch ends with 130 when it is interrupted, and says so in the last line", async () => {
  const signal = AbortSignal.abort(new Interruption("SIGINT"));
  const ran = await runFake(WATCH, { replies: deviceReplies(), signal });
  assert.equal(ran.code, 130);
  const end = linesOf(ran).at(-1) ?? {};
  assert.deepEqual([end.type, end.exit_code], ["error", 130]);
});

Deno.test("watch ends quietly when nobody reads it any more", async () => {
  const gone = Object.assign(new Error("gone"), { name: "BrokenPipe" });
  let lines = 0;
  const ran = await runFake([...WATCH, "--quiet"], {
    replies: deviceReplies(),
    replace: {
      stdout: {
        isTerminal: false,
        write: () => {
          lines += 1;
          if (lines > 1) throw gone;
        },
      },
    },
  });
  assert.equal(ran.code, 0);
  assert.equal(lines, 2);
  assert.doesNotMatch(ran.stderr, /Error/);
});

Deno.test("watch takes the errors of options as get-token does", async () => {
  const cases: readonly (readonly [readonly string[], number])[] = [
    [["watch", "-p", "nobody"], 2],
    [[...WATCH, "--no-interaction"], 6],
    [["watch", "--output", "json"], 64],
    [["watch", "--token", "x"], 64],
  ];
  for (const [argv, code] of cases) {
    assert.equal((await runFake(argv)).code, code, argv.join(" "));
  }
});
