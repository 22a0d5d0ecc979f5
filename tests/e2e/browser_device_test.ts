import assert from "node:assert/strict";
import type { Page } from "npm:playwright-core@1.65.1";
import { openBrowserTests } from "../support/browser.ts";
import { ADA, GRACE, press, sees, signIn } from "../support/browser_person.ts";
import { startSignIn } from "../support/browser_terminal.ts";

const test = openBrowserTests();
const FLOW = { flow: "device-code", client: "Contoso CLI" } as const;

async function enter(page: Page, code: string): Promise<void> {
  await sees(page, "Enter the code");
  await page.getByLabel("Code").fill(code);
  await press(page, "Next");
}

test("deviceCode() ends when the person has entered the code, confirmed and signed in", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, FLOW);
  const { userCode, verificationUri } = await waiting.told("user_code");
  await page.goto(verificationUri);
  // As it is read aloud: lower case, in groups.
  await enter(
    page,
    `${userCode.slice(0, 4)} ${userCode.slice(4)}`.toLowerCase(),
  );
  await sees(page, "Are you trying to sign in to Contoso CLI?");
  await press(page, "Continue");
  await signIn(page, ADA);
  await sees(page, "You are signed in");
  assert.equal((await waiting.token).account?.username, ADA);
  assert.ok(!(await page.content()).includes("eyJ"), "no token on the page");
});

test("deviceCode() signs in a user with a second factor who consents", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, { ...FLOW, client: "Fabrikam Notes" });
  const { userCode, verificationUri } = await waiting.told("user_code");
  await page.goto(verificationUri);
  await enter(page, userCode);
  await press(page, "Continue");
  await signIn(page, GRACE);
  await press(page, "Approve");
  await press(page, "Accept");
  await sees(page, "You are signed in");
  assert.equal((await waiting.token).account?.username, GRACE);
});

test("deviceCode() fails when the person does not know the application", async (desk) => {
  const { page } = desk;
  const waiting = startSignIn(desk, FLOW);
  const { userCode, verificationUri } = await waiting.told("user_code");
  await page.goto(verificationUri);
  await enter(page, userCode);
  await press(page, "Cancel");
  await sees(page, "Declined");
  await assert.rejects(waiting.token, { code: "access_denied" });
});

test(
  "the device page lets the person try again after a code that nobody has",
  async (desk) => {
    const { page } = desk;
    const waiting = startSignIn(desk, FLOW);
    const { userCode, verificationUri } = await waiting.told("user_code");
    await page.goto(verificationUri);
    await enter(page, "AAAAAAAAA");
    await page.getByRole("alert").filter({ hasText: "AADSTS70018" }).waitFor();
    await enter(page, userCode);
    await press(page, "Cancel");
    await assert.rejects(waiting.token, { code: "access_denied" });
  },
  { expected: /status of 400/ },
);
