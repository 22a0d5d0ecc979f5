import assert from "node:assert/strict";
import {
  CLIENT,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { env } from "./calls.ts";
import {
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
  unsafeCharacters,
} from "./fake_io.ts";

const now = START / 1000;
const ONE = { aud: "api://one", scp: "Read Write", exp: now + 3600 };
const FIRST = unsignedToken(ONE);
const SECOND = unsignedToken({ ...ONE, scp: "Read Admin", exp: now + 7200 });

Deno.test("diff shows scopes as sets and times as differences", async () => {
  const ran = await runFake(["diff", FIRST, SECOND]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(
    ran.stdout,
    `What it may do
  ~ scp  +Admin -Write

How long
  ~ exp  1 hour later

2 differences; 1 claim is the same
Signatures not verified
`,
  );
});

Deno.test("diff ends with 0 where nothing differs", async () => {
  const ran = await runFake(["diff", FIRST, FIRST]);
  assert.equal(ran.code, 0);
  assert.match(ran.stdout, /^The tokens say the same$/m);
});

Deno.test("diff --json has the documented members", async () => {
  const ran = await runFake(["diff", FIRST, SECOND, "--json"]);
  assert.deepEqual(JSON.parse(ran.stdout), {
    same: ["aud"],
    differences: [
      {
        name: "scp",
        group: "what it may do",
        change: "changed",
        before: "Read Write",
        after: "Read Admin",
        text: "+Admin -Write",
        gained: ["Admin"],
        lost: ["Write"],
      },
      {
        name: "exp",
        group: "how long",
        change: "changed",
        before: now + 3600,
        after: now + 7200,
        text: "1 hour later",
        later_by: 3600,
      },
    ],
  });
});

Deno.test("diff reads tokens, files, standard input and what is kept", async () => {
  const storage = memoryStorage();
  const files = {
    [PROFILES]: profilesText([{
      name: "app",
      tenant: TENANT,
      clientId: CLIENT,
      clientSecret: "env:S",
      scopes: ["api://one/.default"],
    }]),
    "two.txt": `Bearer ${SECOND}\n`,
  };
  const setting = { files, env, storage };
  await runFake(["get-token", "-p", "app"], {
    ...setting,
    replies: [tokenAnswer({ access_token: SECOND })],
  });
  for (
    const second of [SECOND, `Bearer ${SECOND}`, "two.txt", "-", "profile:app"]
  ) {
    const ran = await runFake(["diff", FIRST, second, "--json"], {
      ...setting,
      stdin: JSON.stringify({ access_token: SECOND }),
    });
    assert.equal(ran.code, 0, `${second}: ${ran.stderr}`);
    assert.equal(JSON.parse(ran.stdout).differences.length, 2, second);
  }
});

Deno.test("diff ends with 7 when one of the tokens cannot be read", async () => {
  const files = { opaque: "hunter2-hunter2", empty: "" };
  for (
    const [first, second] of [["opaque", FIRST], [FIRST, "empty"]] as const
  ) {
    const ran = await runFake(["diff", first, second], { files });
    assert.equal(ran.code, 7, ran.stderr);
    assert.equal(ran.stdout, "");
    assert.doesNotMatch(ran.stderr, /hunter2/);
  }
});

Deno.test("diff compares what can be read of a damaged token, and says so", async () => {
  const ran = await runFake(["diff", FIRST, SECOND.slice(0, -12)]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /the second token is damaged/);
});

Deno.test("diff refuses what makes no sense", async () => {
  for (
    const [argv, code] of [
      [["-", "-"], 64],
      [[FIRST], 64],
      [[FIRST, "nowhere.txt"], 64],
      [[FIRST, "profile:nobody"], 2],
      [[FIRST, SECOND, "--json", "-o", "pretty"], 64],
    ] as const
  ) {
    const ran = await runFake(["diff", ...argv]);
    assert.equal(ran.code, code, ran.stderr);
    assert.equal(ran.stdout, "");
  }
});

Deno.test("diff lets no claim act on the terminal", async () => {
  const hostile = unsignedToken({ aud: "\u001b[2J\u202e", "\u009b2J": "x" });
  for (const format of ["pretty", "json"]) {
    const ran = await runFake(["diff", FIRST, hostile, "-o", format]);
    assert.deepEqual(unsafeCharacters(ran.stdout), [], format);
  }
});
