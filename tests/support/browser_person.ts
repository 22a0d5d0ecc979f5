// What a person does at the sandbox's pages, and what they see.
import assert from "node:assert/strict";
import type { Page } from "npm:playwright-core@1.65.1";
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";

export const ADA = "ada@contoso.onmicrosoft.example";
export const GRACE = "grace@contoso.onmicrosoft.example";

/** Waits for the page with this heading. */
export async function sees(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { name: heading, exact: true, level: 1 })
    .waitFor();
}

/** Presses the button that says this. */
export async function press(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
}

/** The password that the seed gives this user. */
export function passwordOf(username: string): string {
  const user = DEFAULT_WORLD.users.find((each) => each.username === username);
  assert.ok(user);
  return user.password;
}

/** Fills in the sign-in page and sends it. */
export async function signIn(
  page: Page,
  username: string,
  password = passwordOf(username),
): Promise<void> {
  await sees(page, "Sign in");
  await page.getByRole("radio", { name: username }).check();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
}

/** Agrees to what the application asks for. */
export async function consent(page: Page): Promise<void> {
  await sees(page, "Permissions requested");
  await press(page, "Accept");
}

/** The end of every sign-in: a page that says to go back, and nothing secret. */
export async function seesTheEnd(page: Page): Promise<void> {
  await sees(page, "Back to your terminal");
  await page.waitForLoadState();
  const text = `${page.url()}\n${await page.content()}`;
  // Told without the text, which a log would keep.
  assert.ok(
    !/eyJ|code=|state=|token=|1\.[\w-]{20}/.test(text),
    "neither the page nor its address has a code or a token",
  );
  assert.match(text, /close this tab/);
}

/** What the address bar shows, also where there is no such page. */
export async function addressBar(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { entries, currentIndex } = await session.send(
    "Page.getNavigationHistory",
  );
  await session.detach();
  return entries[currentIndex]?.url ?? "";
}

/** How many pixels of the page a person has to scroll sideways for. */
export async function hiddenWidth(page: Page): Promise<number> {
  return await page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}
