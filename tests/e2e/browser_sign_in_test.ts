import assert from "node:assert/strict";
import type { AcquireOptions } from "../../src/engine/mod.ts";
import { openBrowserTests } from "../support/browser.ts";
import {
  ADA,
  addressBar,
  consent,
  GRACE,
  press,
  sees,
  seesTheEnd,
  signIn,
} from "../support/browser_person.ts";
import { startSignIn, type Waiting } from "../support/browser_terminal.ts";
import { NOWHERE, PORTAL } from "../support/browser_world.ts";

const test = openBrowserTests();

test("interactive() is answered by form_post after password and consent", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, {
    flow: "interactive",
    client: "Fabrikam Notes",
  });
  await signIn(page, ADA);
  await consent(page);
  const token = await waiting.token;
  assert.equal(token.account?.username, ADA);
  assert.ok(token.scopes.includes("User.Read"));
  await seesTheEnd(page);
});

for (const responseMode of ["query", "fragment", "form_post"] as const) {
  test(`authorizationCode() listens for an answer by ${responseMode}`, async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, {
      flow: "authorization-code",
      client: PORTAL.name,
      redirectUri: "http://localhost",
      responseMode,
    });
    const { url, method } = await waiting.told("authorization_url");
    assert.equal(method, "loopback");
    await page.goto(url);
    await signIn(page, ADA);
    await consent(page);
    assert.equal((await waiting.token).account?.username, ADA);
    await seesTheEnd(page);
  });
}

for (const responseMode of ["query", "fragment"] as const) {
  test(
    `authorizationCode() takes the pasted address of a page that does not exist, by ${responseMode}`,
    async (desk) => {
      const { page } = desk;
      const pasted = Promise.withResolvers<string>();
      const waiting = startSignIn(desk, {
        flow: "authorization-code",
        client: PORTAL.name,
        redirectUri: NOWHERE,
        responseMode,
        paste: () => pasted.promise,
      });
      const { url, method } = await waiting.told("authorization_url");
      assert.equal(method, "paste");
      await page.goto(url);
      await signIn(page, ADA);
      const gone = page.waitForEvent("requestfailed");
      await consent(page);
      await gone;
      await page.waitForURL(/^chrome-error:/);
      const address = await addressBar(page);
      assert.ok(address.startsWith(NOWHERE), "the address bar keeps it");
      pasted.resolve(`  ${address}\n`);
      assert.equal((await waiting.token).account?.username, ADA);
    },
    {
      expected:
        /portal\.contoso\.example.* net::ERR_NAME_NOT_RESOLVED|chrome-error/,
    },
  );
}

for (const responseMode of ["form_post", "fragment"] as const) {
  test(`hybrid() gets code and ID token by ${responseMode}`, async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, {
      flow: "hybrid",
      client: PORTAL.name,
      redirectUri: "http://localhost",
      responseMode,
    });
    const { url } = await waiting.told("authorization_url");
    await page.goto(url);
    await signIn(page, ADA);
    await consent(page);
    assert.equal((await waiting.told("signed_in")).account.username, ADA);
    assert.ok((await waiting.token).accessToken);
    await seesTheEnd(page);
  });
}

for (const responseType of ["id_token token", "token", "id_token"] as const) {
  test(`implicit() reads "${responseType}" out of the fragment page`, async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, {
      flow: "implicit",
      client: PORTAL.name,
      redirectUri: "http://localhost",
      responseType,
    });
    const { url } = await waiting.told("authorization_url");
    await page.goto(url);
    await signIn(page, ADA);
    await consent(page);
    const token = await waiting.token;
    assert.equal(token.accessToken !== "", responseType !== "id_token");
    assert.equal(token.idToken !== undefined, responseType !== "token");
    await seesTheEnd(page);
  });
}

test("interactive() ends with access_denied when the person refuses consent", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, {
    flow: "interactive",
    client: "Fabrikam Notes",
  });
  await signIn(page, ADA);
  await sees(page, "Permissions requested");
  await press(page, "Cancel");
  await assert.rejects(waiting.token, { code: "access_denied" });
  await seesTheEnd(page);
});

test(
  "interactive() waits while the person has a wrong password first",
  async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, {
      flow: "interactive",
      client: "Contoso CLI",
    });
    await signIn(page, ADA, "sandbox-wrong");
    await page.getByRole("alert").filter({ hasText: "AADSTS50126" }).waitFor();
    await signIn(page, ADA);
    assert.equal((await waiting.token).account?.username, ADA);
    await seesTheEnd(page);
  },
  { expected: /status of 400/ },
);

test("interactive() signs in a user who has a second factor", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, {
    flow: "interactive",
    client: "Contoso CLI",
  });
  await signIn(page, GRACE);
  await sees(page, "Approve the sign-in");
  await press(page, "Approve");
  assert.equal((await waiting.token).account?.username, GRACE);
  await seesTheEnd(page);
});

test("interactive() asks a known browser nothing, and lets the person pick another account", async (desk) => {
  const { page } = desk;
  const start = (asked: AcquireOptions = {}) =>
    startSignIn(desk, { flow: "interactive", client: "Contoso CLI", ...asked });
  const isFor = async ({ token }: Waiting, username: string) => {
    assert.equal((await token).account?.username, username);
    await seesTheEnd(page);
  };
  const first = start();
  await signIn(page, ADA);
  await isFor(first, ADA);
  await isFor(start(), ADA);

  const other = start({ prompt: "select_account" });
  await sees(page, "Pick an account");
  await press(page, "Use another account");
  await signIn(page, GRACE);
  await press(page, "Approve");
  await isFor(other, GRACE);

  const picked = start();
  await sees(page, "Pick an account");
  await page.getByRole("radio", { name: ADA }).check();
  await press(page, "Continue");
  await isFor(picked, ADA);
});
