import assert from "node:assert/strict";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import { clientId } from "../support/product.ts";
import {
  ADA,
  copiedTo,
  playInterface,
  SECRET,
} from "../support/interface_story.ts";

const CALLBACK = "https://app.contoso.example/callback";

/** A web application, whose page is not on this machine. */
function shop(sandbox: Sandbox): readonly object[] {
  return [{
    name: "shop",
    authority: sandbox.authority,
    clientId: clientId(sandbox, "Contoso Web Shop"),
    clientSecret: "env:SHOP_SECRET",
    redirectUri: CALLBACK,
    scopes: ["User.Read"],
    flow: "interactive",
  }];
}

/** Where a browser ends that signs in at this address. */
async function landing(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: "manual" });
  await answer.body?.cancel();
  return answer.headers.get("location") ?? "";
}

Deno.test("a sign-in ends with the pasted address; one of another sign-in is explained and loses nothing", () =>
  playInterface({
    profiles: shop,
    sandbox: { autoApprove: { username: ADA } },
    env: { SHOP_SECRET: "sandbox-secret-web-shop", SSH_CONNECTION: "a b c d" },
  }, async ({ session }) => {
    await session.until(/shop +○ none[^]*q quit/);
    session.press("\r");
    await session.until("Paste the address of the page");
    session.press("u");
    await session.until("Copied the address");
    const [url = ""] = copiedTo(session);
    const ended = await landing(url);
    assert.ok(ended.startsWith(`${CALLBACK}?`), "the browser ends there");

    const other = new URL(ended);
    other.searchParams.set("state", "of-another-sign-in");
    session.press(`\x1b[200~${other}\x1b[201~`);
    await session.until("Enter goes on");
    session.press("\r");
    await session.until("it belongs to another sign-in");
    session.press("\x1b[200~https://www.example.com/nothing-here\x1b[201~");
    await session.until("Enter goes on");
    session.press("\r");
    await session.until("Cannot find the answer");

    session.press(`\x1b[200~${ended}\n\x1b[201~`);
    await session.until("Enter goes on");
    session.press("\r");
    await session.until(`Signed in as ${ADA}`);
    const code = new URL(ended).searchParams.get("code") ?? "";
    assert.ok(code.length > 20 && !session.written().includes(code));
    assert.doesNotMatch(session.screen(), SECRET);
    session.press("q");
  }));
