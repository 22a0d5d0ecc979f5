import assert from "node:assert/strict";
import {
  ADA,
  codeOn,
  deviceProfile,
  playInterface,
} from "../support/interface_story.ts";

const POLLS = 8;

Deno.test("a screen reader hears plain lines with numbers, and a sign-in by device code without a tick", () =>
  playInterface({
    sandbox: {
      deviceIntervalSeconds: 0.2,
      autoApprove: { deviceAfterPolls: POLLS, username: ADA },
    },
    profiles: (sandbox) => [
      deviceProfile(sandbox, "first"),
      deviceProfile(sandbox, "work"),
    ],
    env: { ENTRADA_SCREEN_READER: "1" },
  }, async ({ session, sandbox }) => {
    const list = await session.until(/2 work +none[^]*q quit/);
    assert.match(list, /^list: [^]*^ › 1 first +none +device-code/m);
    assert.doesNotMatch(list, /[─━●○]/);
    session.press("2");
    await session.until("› 2 work");
    session.press("f");
    const menu = await session.until(/(\d+) +device-code[^]*Esc close/);
    assert.match(menu, /menu: /);
    session.press(/(\d+) +device-code/.exec(menu)?.[1] ?? "");
    const device = await session.until(/Enter this code[^]*\? help/);
    assert.match(codeOn(device), /^[A-Z0-9]{9}$/);
    await session.until(`Signed in as ${ADA}`);
    const polls = sandbox.control.requests()
      .filter(({ path }) => path.endsWith("/token"));
    assert.ok(polls.length > POLLS);
    const told = session.written().split("Enter this code").length - 1;
    assert.equal(told, 1, "the code is said once, whatever the polls say");
    session.press("q");
    assert.equal(await session.exit, 0);
    assert.equal(session.written().includes("\x1b[?1049h"), false);
  }));
