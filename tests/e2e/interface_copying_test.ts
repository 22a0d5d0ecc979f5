import assert from "node:assert/strict";
import {
  ADA,
  askForCode,
  copiedTo,
  drawnOn,
  playInterface,
  READY,
  SECRET,
} from "../support/interface_story.ts";

Deno.test("over SSH a person copies through the terminal, which gets exactly that text, and sees no secret", () =>
  playInterface({
    env: { SSH_CONNECTION: "192.0.2.1 50000 192.0.2.2 22" },
  }, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    session.press("c");
    await session.until("Copied the code (OSC 52, not confirmed");
    session.press("u");
    await session.until("Copied the address (OSC 52, not confirmed");
    assert.deepEqual(copiedTo(session), [
      code,
      `${sandbox.origin}/devicelogin`,
    ]);

    sandbox.control.approveDevice(code, ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("y");
    await session.until("access token");
    session.press("a");
    await session.until("Copied the access token (OSC 52, not confirmed");
    session.press("y");
    await session.until("Authorization header");
    session.press("h");
    await session.until("Copied the header (OSC 52, not confirmed");
    const [, , token = "", header] = copiedTo(session);
    assert.equal(header, `Authorization: Bearer ${token}`);
    const answer = await fetch(`${sandbox.origin}/v1.0/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal((await answer.json()).userPrincipalName, ADA);
    assert.doesNotMatch(drawnOn(session), SECRET);
    session.press("q");
    assert.equal(await session.exit, 0);
  }));
