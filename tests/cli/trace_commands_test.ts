import assert from "node:assert/strict";
import { validate } from "../support/json_schema.ts";
import {
  CLIENT,
  idTokenClaims,
  signedToken,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";
import { APP_CALL, DEVICE, deviceReplies, env, SECRET, WHO } from "./calls.ts";
import { machine } from "./discover_world.ts";
import {
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
} from "./fake_io.ts";

const LEGACY = "f1027b9c-4d8e-4635-8af0-b95e6c3d1a27";

interface Step {
  readonly title: string;
  readonly to: string;
}

Deno.test("discover --trace-out tells the sign-in and each request to Graph", async () => {
  const { discover } = machine();
  const ran = await discover(["--trace", "--trace-out", "t.json"]);
  assert.equal(ran.code, 0, ran.stderr);
  const text = ran.files.get("t.json") ?? "";
  const trace = JSON.parse(text);
  validate("trace", trace);
  const calls = trace.steps.filter(({ to }: Step) => to === "api");
  assert.deepEqual(calls.map(({ title }: Step) => title), [
    ...["Call the API", "Fetch the next page"],
  ]);
  const [{ request }, { response }] = calls;
  assert.match(request.url, /\/v1\.0\/applications\?\$select=/);
  assert.deepEqual(response.content.members, ["@odata.context", "value"]);
  assert.ok(
    trace.steps.some(({ title }: Step) => title === "Ask for a device code"),
  );
  assert.doesNotMatch(text + ran.stderr, /eyJ[\w-]{20,}/);
  assert.match(ran.stderr, /^> GET http:\S+\/applications\?\S+ \(api\)$/m);
});

Deno.test("a trace of a new client secret has nothing of it but its length", async () => {
  const { discover } = machine();
  const ran = await discover([
    ...["--create", "night", "--app", LEGACY, "--new-secret"],
    ...["--permission", "https://graph.microsoft.com/.default"],
    ...["--show-secret", "--trace", "--trace-out", "t.json"],
  ], { terminals: ["stderr"] });
  assert.equal(ran.code, 0, ran.stderr);
  const [, secret = ""] = /shown this once: (\S+)/.exec(ran.stderr) ?? [];
  assert.ok(secret.length > 10);
  const text = ran.files.get("t.json") ?? "";
  assert.match(text, /addPassword/);
  assert.match(text, /"secretText"/);
  assert.ok(!text.includes(secret));
  assert.equal(ran.stderr.split(secret).length, 2);
});

Deno.test("verify --trace-out tells where the keys come from", async () => {
  const token = signedToken({
    ...idTokenClaims(),
    aud: "api://orders",
    exp: START / 1000 + 3600,
  });
  const argv = ["verify", token, "--trace", "--trace-out", "t.json"];
  const ran = await runFake(argv);
  const text = ran.files.get("t.json") ?? "";
  const trace = JSON.parse(text);
  validate("trace", trace);
  assert.deepEqual(trace.steps.map(({ title }: Step) => title), [
    "Get the signing keys",
  ]);
  assert.match(ran.stderr, /^> GET https:\S+ \(jwks\)$/m);
  assert.ok(!(text + ran.stderr).includes(token));
});

const DEVICE_AGAIN = DEVICE.slice(1);

/** Commands that get a token, and what is answered. */
const SIGN_INS: readonly (readonly [
  command: string,
  options: readonly string[],
  replies: () => readonly Response[],
])[] = [
  ["login", DEVICE_AGAIN, deviceReplies],
  ["refresh", APP_CALL.slice(1), () => [tokenAnswer()]],
  ["watch", DEVICE_AGAIN, deviceReplies],
  ["exec", [...APP_CALL.slice(1), "--", "true"], () => [tokenAnswer()]],
];

for (const [command, options, replies] of SIGN_INS) {
  Deno.test(`${command} tells its requests with --trace, and writes them with --trace-out`, async () => {
    const traces = ["--trace", "--trace-out", "t.json"];
    const [first = "", ...others] = [command, ...options];
    let isWritten = false;
    const files = new Map<string, string>();
    const ran = await runFake([first, ...traces, ...others], {
      env,
      storage: memoryStorage(),
      replies: replies(),
      replace: {
        files: {
          read: () => Promise.resolve(undefined),
          writePrivate: (path, text) => {
            files.set(path, text);
            return Promise.resolve();
          },
        },
        runChild: () => {
          // The command may end this program.
          isWritten = files.has("t.json");
          return Promise.resolve({ type: "ended", code: 0 });
        },
      },
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /^> POST https:\S+\/token \(token\)$/m);
    const text = files.get("t.json") ?? "";
    const trace = JSON.parse(text);
    validate("trace", trace);
    assert.equal(trace.steps.at(-1).outcome, "next");
    assert.equal(isWritten, command === "exec");
    for (const secret of ["the-access-token", "the-refresh-token", SECRET]) {
      assert.ok(!(text + ran.stderr).includes(secret), secret);
    }
  });
}

Deno.test("a trace of a token that waits for another one tells both, and one call that comes next", async () => {
  const files = {
    [PROFILES]: profilesText([{
      name: "front",
      tenant: TENANT,
      clientId: CLIENT,
      clientSecret: "env:S",
      scopes: [`api://${CLIENT}/.default`],
    }]),
  };
  const assertion = signedToken({ ...idTokenClaims(), scp: "a", aud: CLIENT });
  const ran = await runFake([
    ...["get-token", ...WHO, "-s", "User.Read", "-f", "on-behalf-of"],
    ...["--client-secret-env", "S", "--assertion-profile", "front"],
    ...["--trace-out", "t.json"],
  ], {
    env,
    files,
    replies: [tokenAnswer({ access_token: assertion }), tokenAnswer()],
  });
  assert.equal(ran.code, 0, ran.stderr);
  const text = ran.files.get("t.json") ?? "";
  assert.deepEqual(
    JSON.parse(text).steps.map(({ title }: Step) => title),
    [
      ...["Ask as the application", "Exchange user's token"],
      "Next: call the API",
    ],
  );
  assert.ok(!text.includes(assertion));
});

Deno.test("--trace-out of a command that sends nothing writes no file, and says so", async () => {
  const ran = await machine().run(["explain", "aud", "--trace-out", "t.json"], {
    env,
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.files.get("t.json"), undefined);
  assert.match(ran.stderr, /Nothing was sent, so t\.json was not written/);
  const wrong = await machine().run(["explain", "-x", "--trace-out", "t.json"]);
  assert.equal(wrong.code, 64);
  assert.doesNotMatch(wrong.stderr, /Nothing was sent/);
});
