import assert from "node:assert/strict";
import { createServices } from "../../src/cli/interface/services.ts";
import type { Io } from "../../src/cli/io.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { Secret } from "../../src/engine/secret.ts";
import {
  CLIENT,
  idToken,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { deviceReplies, env, GRAPH } from "./calls.ts";
import {
  type FakeSetting,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const API = {
  tenant: TENANT,
  clientId: CLIENT,
  scopes: [GRAPH],
  clientSecret: "env:S",
};

const files = {
  [PROFILES]: profilesText([
    {
      name: "ada",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: ["User.Read"],
      flow: "device-code",
    },
    { name: "api", ...API, flow: "on-behalf-of" },
    {
      name: "chain",
      ...API,
      flow: "on-behalf-of",
      userAssertion: "profile:ada",
    },
    {
      name: "loop",
      ...API,
      flow: "on-behalf-of",
      userAssertion: "profile:loop",
    },
    {
      name: "robot",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: ["User.Read"],
      flow: "password",
      username: "robot@contoso.com",
      password: "env:ROBOT",
    },
  ]),
};

const signal = new AbortController().signal;
const paste = () => Promise.reject(new Error("nothing is pasted here"));

/** Takes the world that the program would hand to the interface. */
async function inInterface(
  setting: FakeSetting,
  work: (services: Awaited<ReturnType<typeof createServices>>) => Promise<void>,
) {
  const ran = await runFake([], {
    files,
    env: { ...env, ROBOT: "correct horse" },
    terminals: ["stdin", "stderr"],
    ...setting,
    replace: {
      async openInterface(io: Io) {
        await work(await createServices(io));
        return 0;
      },
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  return ran;
}

Deno.test("a summary tells what its flows need not be asked for", async () => {
  await inInterface({}, async (services) => {
    const profiles = await services.profiles();
    const has = profiles.map(({ name, has = [] }) => [name, ...has].join(" "));
    assert.deepEqual(has, [
      "ada",
      "api",
      "chain assertion",
      "loop assertion",
      "robot password",
    ]);
    assert.equal(profiles.at(-1)?.username, "robot@contoso.com");
  });
});

Deno.test("a password that was typed is sent, and one that the profile names too", async () => {
  const ran = await inInterface({
    replies: [tokenAnswer(), tokenAnswer()],
  }, async (services) => {
    await complete(services.acquire("ada", {
      flow: "password",
      material: {
        username: "ada@contoso.com",
        password: new Secret("hunter2"),
      },
      signal,
      paste,
    }));
    await complete(
      services.acquire("robot", { flow: "password", signal, paste }),
    );
  });
  assert.deepEqual(
    ran.ports.sent.map(({ form }) => [
      form.get("username"),
      form.get("password"),
    ]),
    [["ada@contoso.com", "hunter2"], ["robot@contoso.com", "correct horse"]],
  );
  assert.ok(!ran.stderr.includes("hunter2"));
});

Deno.test("without a password nobody is asked in the shell: the way to give one is told", async () => {
  await inInterface({}, async (services) => {
    const error = await complete(services.acquire("ada", {
      flow: "password",
      material: { username: "ada@contoso.com" },
      signal,
      paste,
    })).catch((thrown) => thrown);
    const { message, hint } = await services.advise(error);
    assert.equal(message, "Cannot sign in with a password: none was given");
    assert.match(hint ?? "", /it asks for one/);
  });
});

Deno.test("a pasted refresh token is redeemed", async () => {
  const ran = await inInterface({
    replies: [tokenAnswer()],
  }, async (services) => {
    await complete(services.acquire("ada", {
      flow: "refresh-token",
      material: { refreshToken: new Secret("0.AXk-pasted") },
      signal,
      paste,
    }));
  });
  assert.equal(ran.ports.sent[0]?.form.get("refresh_token"), "0.AXk-pasted");
});

Deno.test("the token of a picked profile is exchanged", async () => {
  const assertion = unsignedToken({
    aud: CLIENT,
    scp: "access",
    exp: 4_000_000_000,
  });
  const ran = await inInterface({
    replies: [tokenAnswer()],
  }, async (services) => {
    await complete(services.acquire("api", {
      flow: "on-behalf-of",
      material: { assertion: new Secret(assertion) },
      signal,
      paste,
    }));
  });
  assert.equal(ran.ports.sent[0]?.form.get("assertion"), assertion);
});

Deno.test("a profile that names another one signs in there first, and tells of both", async () => {
  const assertion = unsignedToken({
    aud: CLIENT,
    scp: "access",
    exp: 4_000_000_000,
  });
  const events: string[] = [];
  const ran = await inInterface({
    replies: [
      ...deviceReplies().slice(0, 2),
      tokenAnswer({ access_token: assertion, id_token: idToken() }),
      tokenAnswer(),
    ],
  }, async (services) => {
    const token = await complete(
      services.acquire("chain", { signal, paste }),
      ({ type }) => void events.push(type),
    );
    assert.equal(token.flow, "on-behalf-of");
  });
  assert.ok(events.includes("user_code"));
  assert.equal(ran.ports.sent.at(-1)?.form.get("assertion"), assertion);
});

Deno.test("a profile that waits for itself is told", async () => {
  await inInterface({}, async (services) => {
    const error = await complete(
      services.acquire("loop", { signal, paste }),
    ).catch((thrown) => thrown);
    const { message } = await services.advise(error);
    assert.match(message, /"loop": it waits for itself, loop → loop$/);
  });
});
