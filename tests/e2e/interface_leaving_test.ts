import assert from "node:assert/strict";
import {
  ADA,
  askForCode,
  playInterface,
  READY,
  SECRET,
} from "../support/interface_story.ts";

Deno.test("a token that was revealed is nowhere to be found once the interface is left", () =>
  playInterface({}, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    sandbox.control.approveDevice(code, ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("x");
    await session.until(SECRET);
    assert.equal(session.isAlternate(), true);
    session.press("q");
    assert.equal(await session.exit, 0);
    // The last words may come after the end.
    await session.until("Entrada: had tokens for work");
    assert.equal(session.isAlternate(), false);
    assert.equal(session.scrollback(), "Entrada: had tokens for work");
  }));
