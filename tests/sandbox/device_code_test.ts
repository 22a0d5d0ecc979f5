import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI,
  CONTOSO,
  errorOf,
  FABRIKAM,
  type Fields,
  openBrowser,
  openSandbox,
  postForm,
  SHOP,
} from "./visitor.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const BLAISE = "blaise@contoso.onmicrosoft.example";

function start(
  sandbox: SandboxHandler,
  changes: Fields = {},
  path = `/${CONTOSO}/oauth2/v2.0/devicecode`,
) {
  return postForm(sandbox, {
    path,
    fields: {
      client_id: CLI.id,
      scope: "openid profile offline_access User.Read",
      ...changes,
    },
  });
}

async function started(sandbox: SandboxHandler) {
  const { body } = await start(sandbox);
  return {
    userCode: String(body["user_code"]),
    deviceCode: String(body["device_code"]),
  };
}

function poll(
  sandbox: SandboxHandler,
  deviceCode: string,
  changes: Fields = {},
) {
  return postForm(sandbox, {
    fields: {
      grant_type: GRANT,
      client_id: CLI.id,
      device_code: deviceCode,
      ...changes,
    },
  });
}

Deno.test({
  name: "devicecode answers with Entra's members, without a complete URI",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { response, body } = await start(sandbox);
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys(body), [
      "user_code",
      "device_code",
      "verification_uri",
      "expires_in",
      "interval",
      "message",
    ]);
    assert.match(String(body["user_code"]), /^[A-Z0-9]{9}$/);
    assert.equal(body["expires_in"], 900);
    assert.equal(body["interval"], 5);
    assert.match(String(body["message"]), /^To sign in, use a web browser/);
  },
});

Deno.test({
  name: "devicecode writes its message in the language of mkt",
  permissions: "none",
  async fn() {
    const { body } = await start(
      openSandbox(),
      {},
      `/${CONTOSO}/oauth2/v2.0/devicecode?mkt=de-DE`,
    );
    assert.match(String(body["message"]), /^Öffnen Sie/);
  },
});

for (
  const [does, changes, code] of [
    ["no client_id", { client_id: undefined }, 900144],
    [
      "an unknown client",
      { client_id: "00000000-1111-4222-8333-444444444444" },
      700016,
    ],
    ["no scope", { scope: undefined }, 900144],
    ["an unknown permission", { scope: "User.Destroy" }, 70011],
    ["v1's resource", { resource: "https://graph.microsoft.com" }, 901002],
    ["a secret of a public client", { client_secret: "sandbox-x" }, 700025],
    [
      "a wrong secret",
      { client_id: SHOP.id, client_secret: "sandbox-x" },
      7000215,
    ],
    ["claims that are not JSON", { claims: "{" }, 90023],
  ] as const
) {
  Deno.test({
    name: `devicecode refuses ${does} with AADSTS${code}`,
    permissions: "none",
    async fn() {
      assert.equal(errorOf(await start(openSandbox(), changes)).code, code);
    },
  });
}

Deno.test({
  name: "A poll is pending until somebody approves, then gives tokens once",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    const pending = errorOf(await poll(sandbox, deviceCode));
    assert.deepEqual([pending.status, pending.error, pending.code], [
      400,
      "authorization_pending",
      70016,
    ]);
    sandbox.control.approveDevice(userCode.toLowerCase(), ADA);
    sandbox.control.advanceClock(5);
    const { body } = await poll(sandbox, deviceCode);
    assert.equal(claimsOf(body["id_token"])["preferred_username"], ADA);
    assert.ok(body["refresh_token"]);
    sandbox.control.advanceClock(5);
    assert.equal(errorOf(await poll(sandbox, deviceCode)).code, 54005);
  },
});

Deno.test({
  name:
    "The short grant type and the name code are accepted, as MSAL JS and older tools send them",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    sandbox.control.approveDevice(userCode, ADA);
    const { response } = await postForm(sandbox, {
      fields: {
        grant_type: "device_code",
        client_id: CLI.id,
        code: deviceCode,
      },
    });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name:
    "A poll before the interval is told to slow down, and the interval grows by five seconds",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { deviceCode } = await started(sandbox);
    await poll(sandbox, deviceCode);
    sandbox.control.advanceClock(4);
    const early = errorOf(await poll(sandbox, deviceCode));
    assert.deepEqual([early.status, early.error, early.body["error_codes"]], [
      400,
      "slow_down",
      [],
    ]);
    sandbox.control.advanceClock(5);
    assert.equal(errorOf(await poll(sandbox, deviceCode)).error, "slow_down");
    sandbox.control.advanceClock(15);
    assert.equal(
      errorOf(await poll(sandbox, deviceCode)).error,
      "authorization_pending",
    );
  },
});

Deno.test({
  name: "A declined code answers authorization_declined",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    sandbox.control.denyDevice(userCode);
    const { status, error, code } = errorOf(await poll(sandbox, deviceCode));
    assert.deepEqual([status, error, code], [
      400,
      "authorization_declined",
      undefined,
    ]);
  },
});

Deno.test({
  name: "A code that ran out answers expired_token with AADSTS70019",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ deviceExpiresInSeconds: 60 });
    const { userCode, deviceCode } = await started(sandbox);
    sandbox.control.advanceClock(60);
    const { error, code } = errorOf(await poll(sandbox, deviceCode));
    assert.deepEqual([error, code], ["expired_token", 70019]);
    assert.throws(
      () => sandbox.control.approveDevice(userCode, ADA),
      /expired/,
    );
  },
});

Deno.test({
  name: "A device code is bound to its client and tenant",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { deviceCode } = await started(sandbox);
    const other = { client_id: SHOP.id, client_secret: SHOP.secret };
    assert.equal(errorOf(await poll(sandbox, deviceCode, other)).code, 70018);
    const elsewhere = await postForm(sandbox, {
      path: `/${FABRIKAM}/oauth2/v2.0/token`,
      fields: { grant_type: GRANT, client_id: CLI.id, device_code: deviceCode },
    });
    assert.equal(errorOf(elsewhere).code, 700005);
  },
});

Deno.test({
  name:
    "A user whom Conditional Access blocks makes the poll fail with AADSTS53003",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    sandbox.control.approveDevice(userCode, BLAISE);
    const { error, code, body } = errorOf(await poll(sandbox, deviceCode));
    assert.deepEqual([error, code, body["suberror"]], [
      "invalid_grant",
      53003,
      "message_only",
    ]);
  },
});

Deno.test({
  name: "autoApprove approves after the number of pending polls given",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({
      autoApprove: { deviceAfterPolls: 2, username: ADA },
    });
    const { deviceCode } = await started(sandbox);
    const statuses: number[] = [];
    for (let polls = 0; polls < 3; polls++) {
      const { response } = await poll(sandbox, deviceCode);
      statuses.push(response.status);
      sandbox.control.advanceClock(5);
    }
    assert.deepEqual(statuses, [400, 400, 200]);
  },
});

Deno.test({
  name:
    "The device page asks for the code, the app, the user, and ends the sign-in",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    const browser = openBrowser(sandbox);
    assert.match(
      await (await browser.get("/devicelogin")).text(),
      /Enter the code/,
    );
    const typed = `${userCode.slice(0, 4)}-${userCode.slice(4)} `.toLowerCase();
    const confirm = await browser.post("/devicelogin", { user_code: typed });
    assert.match(
      await confirm.clone().text(),
      /Are you trying to sign in to Contoso CLI\?/,
    );
    const signIn = await browser.press(confirm, { action: "continue" });
    const done = await browser.signIn(signIn, ADA);
    assert.match(await done.text(), /You are signed in/);
    assert.equal((await poll(sandbox, deviceCode)).response.status, 200);
    const again = await browser.post("/devicelogin", { user_code: userCode });
    assert.match(await again.text(), /AADSTS90120/);
  },
});

Deno.test({
  name: "Cancel on the device page declines the sign-in",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode, deviceCode } = await started(sandbox);
    const browser = openBrowser(sandbox);
    const confirm = await browser.post("/devicelogin", { user_code: userCode });
    assert.match(
      await (await browser.press(confirm, { action: "cancel" })).text(),
      /Declined/,
    );
    assert.equal(
      errorOf(await poll(sandbox, deviceCode)).error,
      "authorization_declined",
    );
  },
});

Deno.test({
  name: "A blocked user sees AADSTS53003 on the device page",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { userCode } = await started(sandbox);
    const browser = openBrowser(sandbox);
    const confirm = await browser.post("/devicelogin", { user_code: userCode });
    const signIn = await browser.press(confirm, { action: "continue" });
    assert.match(
      await (await browser.signIn(signIn, BLAISE)).text(),
      /AADSTS53003/,
    );
  },
});

for (const [code, aadsts] of [["", 90119], ["WRONGCODE", 70018]] as const) {
  Deno.test({
    name: `The device page refuses the code "${code}" with AADSTS${aadsts}`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const page = await browser.post("/devicelogin", { user_code: code });
      assert.equal(page.status, 400);
      assert.match(await page.text(), new RegExp(`AADSTS${aadsts}`));
    },
  });
}
