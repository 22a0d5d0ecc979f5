// Which of the kept tokens is an answer to what a command line asks for.
import assert from "node:assert/strict";
import { fakeStore } from "../support/fake_store.ts";
import {
  CLIENT,
  idToken,
  OID,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { APP_CALL, deviceReplies, deviceStart, env } from "./calls.ts";
import {
  type FakeSetting,
  type FakeStorage,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const ADA = "ada@contoso.example";
const GRACE = "grace@contoso.example";
const PROFILE = {
  name: "me",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["User.Read"],
  flow: "device-code",
};

/** What a call can be remembered by; nothing is sealed with it here. */
function withKey(kept: FakeStorage): FakeStorage {
  const key = () => Promise.resolve(undefined as never);
  const holder = { find: key, obtain: key, forget: key };
  return {
    ...kept,
    storage: async (options) => {
      const opened = await kept.storage(options);
      return { ...opened, protection: { ...opened.protection, holder } };
    },
  };
}

/** One machine, on which Ada has signed in. */
async function machine(more: Readonly<Record<string, unknown>> = {}) {
  const files = { [PROFILES]: profilesText([{ ...PROFILE, ...more }]) };
  const storage = withKey(memoryStorage(fakeStore()));
  const run = (argv: readonly string[], setting: FakeSetting = {}) =>
    runFake(argv, { files, env, storage, ...setting });
  await run(["login", "-p", "me"], { replies: deviceReplies() });
  const ask = async (options: string, setting: FakeSetting = {}) => {
    const argv = ["get-token", "-p", "me", ...options.split(" ")]
      .filter((each) => each !== "");
    const ran = await run(argv, setting);
    return { ...ran, token: ran.stdout.trim() };
  };
  return { run, ask };
}

const signsIn = (name: string) => [
  deviceStart(),
  tokenAnswer({
    access_token: `of-${name}`,
    refresh_token: `r-${name}`,
    id_token: name === "ada" ? idToken() : idToken({
      oid: OID.replace(/1$/, "2"),
      sub: name,
      preferred_username: `${name}@contoso.example`,
    }),
  }),
];

Deno.test("get-token --prompt login signs in, whatever is kept, and exits with 6 where nobody may be asked", async () => {
  const { ask } = await machine();
  const ran = await ask("--prompt login", { replies: signsIn("grace") });
  assert.equal(ran.token, "of-grace");
  const silent = await ask("--prompt login --no-interaction");
  assert.deepEqual([silent.code, silent.ports.sent.length], [6, 0]);
});

Deno.test("get-token takes what is kept where the profile alone has a prompt or a login hint", async () => {
  const { ask } = await machine({ prompt: "login", loginHint: GRACE });
  const ran = await ask("");
  assert.deepEqual([ran.token, ran.ports.sent.length], [
    "the-access-token",
    0,
  ]);
});

Deno.test("get-token --login-hint and --username take nobody else's token", async () => {
  const { ask } = await machine();
  for (const option of ["--login-hint", "--username"]) {
    const ran = await ask(`${option} ${GRACE} --no-interaction`);
    assert.deepEqual([ran.code, ran.ports.sent.length], [6, 0], option);
    const own = await ask(`${option} ${ADA} --no-interaction`);
    assert.equal(own.token, "the-access-token");
  }
});

Deno.test("get-token -f with --force runs that flow, and --force alone refreshes", async () => {
  const { ask } = await machine();
  const forced = await ask("-f device-code --force", {
    replies: signsIn("ada"),
  });
  assert.equal(forced.token, "of-ada");
  const refreshed = await ask("--force --json", {
    replies: [tokenAnswer({ id_token: idToken() })],
  });
  assert.equal(JSON.parse(refreshed.stdout).source, "refresh");
});

Deno.test("get-token -f password --force sends the password", async () => {
  const { ask } = await machine();
  const ran = await ask(
    `-f password --username ${ADA} --password-env P --force`,
    { env: { P: "p" }, replies: [tokenAnswer({ id_token: idToken() })] },
  );
  assert.equal(ran.ports.sent[0]?.form.get("grant_type"), "password");
});

Deno.test("get-token -f implicit for an ID token alone takes no kept token", async () => {
  const { ask } = await machine();
  const ran = await ask(
    "-f implicit --response-type id_token --no-interaction",
  );
  assert.deepEqual([ran.code, ran.ports.sent.length], [6, 0]);
});

Deno.test("get-token says that a kept token answers where a sign-in was named, unless --quiet", async () => {
  const { ask, run } = await machine();
  const ran = await ask("-f device-code");
  assert.equal(
    ran.stderr,
    `Using the kept token of ${ADA}; --force signs in anew\n`,
  );
  const renewed = await ask("-f device-code --resource arm", {
    replies: [tokenAnswer({ id_token: idToken() })],
  });
  assert.match(renewed.stderr, /^Using the kept sign-in of ada@contoso/m);
  assert.equal((await ask("-f device-code --quiet")).stderr, "");
  assert.equal((await ask("")).stderr, "");
  await run(APP_CALL, { replies: [tokenAnswer()] });
  const app = await run([...APP_CALL, "-f", "client-credentials"]);
  assert.equal(app.stderr, "");
});

Deno.test("a call that asks somebody, or that means somebody else, is not remembered", async () => {
  const { ask } = await machine();
  const remembered = async (options: string, setting: FakeSetting = {}) => {
    const calls: (readonly string[])[] = [];
    await ask(options, {
      ...setting,
      replace: {
        rememberCall: ({ said }) => {
          calls.push(said);
          return Promise.resolve();
        },
      },
    });
    return calls;
  };
  assert.deepEqual(await remembered(""), [[]]);
  const note = `Using the kept token of ${ADA}; --force signs in anew`;
  assert.deepEqual(await remembered("-f device-code"), [[note]]);
  assert.deepEqual(await remembered(`--login-hint ${ADA}`), [[]]);
  const replies = signsIn("ada");
  assert.deepEqual(await remembered("--prompt login", { replies }), []);
  const other = { replies: signsIn("ada") };
  assert.deepEqual(await remembered(`--login-hint ${GRACE}`, other), []);
});

Deno.test("refresh refreshes, whatever flow and prompt are named", async () => {
  const { run } = await machine();
  const ran = await run(
    ["refresh", "-p", "me", "-f", "device-code", "--prompt", "login"],
    { replies: [tokenAnswer({ access_token: "new", id_token: idToken() })] },
  );
  assert.deepEqual([ran.stdout, ran.stderr], ["new\n", ""]);
});

Deno.test("get-token warns of a new token that has less life than --min-ttl asks for", async () => {
  const { ask } = await machine();
  const renewed = () => [tokenAnswer({ id_token: idToken() })];
  const short = await ask("--min-ttl 3h", { replies: renewed() });
  assert.equal(short.code, 0);
  assert.match(
    short.stderr,
    /^Warning: the token is valid for 1 hour, less than the 3 hours of --min-ttl: the authority gives no longer one\n$/m,
  );
  const enough = await ask("--min-ttl 30m --force", { replies: renewed() });
  assert.doesNotMatch(enough.stderr, /Warning/);
});

Deno.test("get-token --assertion-profile looks for that profile's token where the call's tokens are kept", async () => {
  const userToken = unsignedToken({ aud: CLIENT, scp: "use", exp: 4e9 });
  const api = { name: "api", clientSecret: "env:S", flow: "on-behalf-of" };
  const files = {
    [PROFILES]: profilesText([PROFILE, { ...PROFILE, ...api }]),
  };
  const plain = memoryStorage(fakeStore());
  const asked: (string | undefined)[] = [];
  const storage: FakeStorage = {
    ...plain,
    storage: (options) => {
      asked.push(options.asked);
      return plain.storage(options);
    },
  };
  const ran = await runFake(
    ["get-token", "-p", "api", "--assertion-profile", "me"],
    {
      ...{ files, storage, env: { ...env, ENTRADA_TOKEN_STORE: "vault" } },
      replies: [
        deviceStart(),
        tokenAnswer({ access_token: userToken }),
        tokenAnswer(),
      ],
    },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual([...new Set(asked)], ["vault"]);
});
