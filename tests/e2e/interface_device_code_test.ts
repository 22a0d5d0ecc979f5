import assert from "node:assert/strict";
import {
  ADA,
  askForCode,
  codeOn,
  copiedTo,
  playInterface,
  READY,
} from "../support/interface_story.ts";

Deno.test("a declined device code is explained, and Enter asks for a new one that signs in", () =>
  playInterface({}, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    sandbox.control.denyDevice(code);
    const coach = await session.until(/✖ The sign-in was declined[^]*q quit/);
    assert.match(coach, /The user declined the sign-in/);
    assert.match(coach, /Correlation id +[0-9a-f-]{36}/);
    assert.match(coach, /Enter try again/);
    session.press("y");
    await session.until("Copied the details");
    assert.match(copiedTo(session).join(), /code: access_denied/);
    const next = await askForCode(session);
    assert.notEqual(next, code);
    sandbox.control.approveDevice(next, ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("q");
    assert.equal(await session.exit, 0);
  }));

Deno.test("a device code that expires is replaced by one key, and the new one signs in", () =>
  playInterface({}, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    sandbox.control.advanceClock(901);
    await session.until(/This code has expired[^]*n asks for a new one/);
    // Back to the time of this machine, which looks at the new ID token.
    sandbox.control.advanceClock(-901);
    session.press("n");
    const screen = await session.until((text) =>
      !["", code].includes(codeOn(text))
    );
    sandbox.control.approveDevice(codeOn(screen), ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("q");
    assert.equal(await session.exit, 0);
  }));

Deno.test("a device code outlasts dropped connections and a server that is down", () =>
  playInterface({}, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    for (
      const trouble of [
        { drop: true },
        { status: 503, html: "<p>down for repairs</p>" },
      ]
    ) {
      sandbox.control.script({ endpoint: "token", ...trouble, count: 2 });
      await session.until("connection lost, still trying");
      await session.until("waiting for you");
    }
    assert.equal(codeOn(session.screen()), code, "it is still the same code");
    sandbox.control.approveDevice(code, ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("q");
    assert.equal(await session.exit, 0);
  }));

Deno.test("a device sign-in goes on through every size of the terminal", () =>
  playInterface({}, async ({ session, sandbox }) => {
    await session.until(READY);
    const code = await askForCode(session);
    const sizes = [[60, 15], [80, 24], [100, 30], [200, 60], [40, 10]] as const;
    for (const [columns, rows] of [...sizes, ...sizes.toReversed()]) {
      session.resize({ columns, rows });
      const screen = await session.until((text) =>
        isSane(text, { columns, code })
      );
      assert.equal(screen.split(code.split("").join(" ")).length <= 2, true);
    }
    sandbox.control.approveDevice(code, ADA);
    await session.until(`Signed in as ${ADA}`);
    session.press("q");
    assert.equal(await session.exit, 0);
    assert.doesNotMatch(session.written(), /\bat .*\.ts:\d+|Uncaught/);
  }));

/** One title at the top, one rule as wide as the terminal, the code, the keys at the bottom. */
function isSane(
  screen: string,
  { columns, code }: { readonly columns: number; readonly code: string },
): boolean {
  const lines = screen.split("\n");
  const last = lines.findLast((line) => line !== "") ?? "";
  if (columns < 60) {
    return lines.filter((line) => line !== "").length === 1 &&
      last.startsWith(code) && last.endsWith("needs 60×15");
  }
  const [title = "", rule = "", ...body] = lines;
  return title.startsWith(" entrada ▸ work ▸ device code") &&
    rule === "─".repeat(columns) &&
    !body.some((line) => line.includes("▸") || line.includes("──")) &&
    codeOn(screen) === code && last.includes("  ? help") &&
    body.indexOf(last) === lines.length - 4;
}
