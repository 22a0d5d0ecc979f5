import assert from "node:assert/strict";
import type { Page } from "npm:playwright-core@1.65.1";
import { type Desk, openBrowserTests } from "../support/browser.ts";
import {
  ADA,
  consent,
  GRACE,
  hiddenWidth,
  passwordOf,
  press,
  sees,
  seesTheEnd,
  signIn,
} from "../support/browser_person.ts";
import { startSignIn } from "../support/browser_terminal.ts";

const test = openBrowserTests();
const PHONE = { viewport: { width: 375, height: 667 }, isMobile: true };
const NOTES = { flow: "interactive", client: "Fabrikam Notes" } as const;

/** One step of a person, and the page that it leads to. */
type Step = readonly [heading: string, act: (page: Page) => Promise<unknown>];

/** From nothing to an approved device, on every page that lies between. */
function deviceSteps(verificationUri: string, userCode: string): Step[] {
  return [
    ["Enter the code", (page) => page.goto(verificationUri)],
    ["Are you trying to sign in to Fabrikam Notes?", async (page) => {
      await page.getByLabel("Code").fill(userCode);
      await press(page, "Next");
    }],
    ["Sign in", (page) => press(page, "Continue")],
    ["Sign in", (page) => signIn(page, GRACE, "wrong")],
    ["Approve the sign-in", (page) => signIn(page, GRACE)],
    ["Permissions requested", (page) => press(page, "Approve")],
    ["You are signed in", (page) => press(page, "Accept")],
  ];
}

async function errorPage({ page, sandbox }: Desk): Promise<void> {
  const url = new URL(`${sandbox.authority}/oauth2/v2.0/authorize`);
  url.search = new URLSearchParams({
    client_id: sandbox.ready.clients[0]?.client_id ?? "",
    response_type: "code",
    scope: "openid",
    redirect_uri: "https://stranger.example/a-long-path/that-no-phone-can-show",
  }).toString();
  await page.goto(url.href);
}

test(
  "every page of the sandbox says in its title that it is one, and fits a phone",
  async (desk) => {
    const { page, sandbox } = desk;
    const waiting = startSignIn(desk, {
      flow: "device-code",
      client: "Fabrikam Notes",
    });
    const { userCode, verificationUri } = await waiting.told("user_code");
    const steps: readonly Step[] = [
      ["Entrada sandbox", () => page.goto(sandbox.origin)],
      ...deviceSteps(verificationUri, userCode),
      ["Sorry, this does not work", () => errorPage(desk)],
      ["AADSTS50011", () => page.goto(`${sandbox.origin}/error?code=50011`)],
    ];
    for (const [heading, act] of steps) {
      await act(page);
      await sees(page, heading);
      assert.match(await page.title(), / - Entrada sandbox$/, heading);
      assert.equal(await hiddenWidth(page), 0, `${heading} is too wide`);
    }
    await waiting.token;
  },
  { ...PHONE, expected: /status of 400/ },
);

test("the pages of a redirect fit a phone", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, NOTES);
  for (
    const act of [
      () => sees(page, "Sign in"),
      () => signIn(page, ADA).then(() => sees(page, "Permissions requested")),
      () => press(page, "Accept").then(() => seesTheEnd(page)),
    ]
  ) {
    await act();
    assert.equal(await hiddenWidth(page), 0, await page.title());
  }
  await waiting.token;
}, PHONE);

test(
  "interactive() is finished with scripts off, by the button of the form_post page",
  async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, NOTES);
    await signIn(page, ADA);
    await consent(page);
    await sees(page, "Continue to the application");
    assert.match(await page.title(), /sandbox/);
    await press(page, "Continue");
    assert.equal((await waiting.token).account?.username, ADA);
    await seesTheEnd(page);
  },
  { javaScriptEnabled: false },
);

test(
  "the fragment page says what to do where scripts are off",
  async (desk) => {
    const { page } = desk;
    startSignIn(desk, { ...NOTES, responseMode: "fragment" });
    await signIn(page, ADA);
    await consent(page);
    await sees(page, "One moment");
    // A locator by text passes over this element.
    const advice = page.locator("noscript p");
    await advice.waitFor();
    assert.match(await advice.innerText(), /allow it for this page/);
  },
  { javaScriptEnabled: false },
);

test("interactive() needs no mouse", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, NOTES);
  await sees(page, "Sign in");
  const isFocused = (name: string) =>
    page.locator(":focus").and(page.getByRole("button", { name })).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type(passwordOf(GRACE));
  await page.keyboard.press("Enter");
  for (
    const [heading, button] of [
      ["Approve the sign-in", "Approve"],
      ["Permissions requested", "Accept"],
    ] as const
  ) {
    await sees(page, heading);
    await page.keyboard.press("Tab");
    await isFocused(button);
    await page.keyboard.press("Enter");
  }
  assert.equal((await waiting.token).account?.username, GRACE);
  await seesTheEnd(page);
});

test(
  "a redirect URI that is not registered ends on a page of the sandbox, and the terminal waits",
  async (desk) => {
    const { page } = desk;
    const end = new AbortController();
    const waiting = startSignIn(desk, {
      flow: "authorization-code",
      client: "Contoso Web Shop",
      redirectUri: "http://localhost/not-registered",
      signal: end.signal,
    });
    const { url } = await waiting.told("authorization_url");
    await page.goto(url);
    await sees(page, "Sorry, this does not work");
    await page.getByRole("alert").filter({ hasText: "AADSTS50011" }).waitFor();
    const reason = new Error("The person gives up");
    end.abort(reason);
    await assert.rejects(waiting.token, reason);
  },
  { expected: /status of 400/ },
);
