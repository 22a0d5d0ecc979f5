import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { diffTokens } from "../../src/engine/jwt/diff.ts";
import type { CheckReading } from "../../src/tui/state/check.ts";
import type { Message } from "../../src/tui/state/message.ts";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { widthOf } from "../../src/tui/document/line.ts";
import { CHECKS } from "./support/checks.ts";
import { CLAIMS, makeJwt, NOON } from "./support/fixtures.ts";
import * as states from "./support/states.ts";

const READINGS: readonly CheckReading[] = CHECKS.map((
  { check, ok, ...rest },
) => ({
  name: check.replaceAll("_", " "),
  mark: ok === "skipped" ? ok : ok ? "ok" : "wrong",
  ...rest,
}));

function checked(count: number): readonly Message[] {
  return READINGS.slice(0, count).map((check) => ({
    type: "checked",
    checkId: 1,
    check,
  }));
}

const DIFF = diffTokens(
  makeJwt(CLAIMS),
  makeJwt({
    ...CLAIMS,
    scp: "User.Read Files.ReadWrite.All",
    exp: NOON / 1000 + 7200,
    upn: "grace@contoso.com",
    [`extension_${"0".repeat(32)}_department`]: "Physics",
    ver: undefined,
  }),
  { now: NOON },
);

const SCREENS: Readonly<Record<string, (size: Size) => State>> = {
  "verify, beginning": (size) =>
    states.play(states.token(size), { type: "open_verify" }),
  "verify, waiting": (size) =>
    states.play(states.token(size), { type: "open_verify" }, ...checked(2)),
  "verify, ended": (size) =>
    states.play(
      states.token(size),
      { type: "open_verify" },
      ...READINGS.filter(({ mark }) => mark !== "wrong").map((check) => ({
        type: "checked" as const,
        checkId: 1,
        check,
      })),
      { type: "verified", checkId: 1, outcome: "unverified" },
    ),
  "verify, wrong": (size) =>
    states.play(
      states.token(size),
      { type: "open_verify" },
      ...checked(READINGS.length),
      { type: "verified", checkId: 1, outcome: "invalid" },
    ),
  "verify, valid": (size) =>
    states.play(
      states.pasted(size),
      { type: "open_verify" },
      ...checked(2),
      { type: "verified", checkId: 1, outcome: "valid" },
    ),
  "verify, failed": (size) =>
    states.play(
      states.token(size),
      { type: "open_verify" },
      ...checked(2),
      {
        type: "check_failed",
        checkId: 1,
        problem:
          'Cannot reach "login.microsoftonline.com". Check the network, the proxy and the authority\'s address, then try again',
      },
    ),
  "diff, choosing": (size) =>
    states.play(states.token(size), { type: "ask_diff" }),
  "diff, comparing": (size) =>
    states.play(states.token(size), {
      type: "diff_with",
      profile: "graph-prod",
    }),
  "diff, ended": (size) =>
    states.play(
      states.token(size),
      { type: "diff_with", profile: "graph-prod" },
      {
        type: "compared",
        checkId: 1,
        differences: DIFF.differences,
        same: DIFF.same.length,
      },
    ),
  "diff, the same": (size) =>
    states.play(
      states.pasted(size),
      { type: "diff_with", profile: "graph-prod" },
      { type: "compared", checkId: 1, differences: [], same: 12 },
    ),
};

function frame(state: State, look: Look): string {
  const text = renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
  return stripVTControlCharacters(text);
}

const SIZES: readonly Size[] = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
];

for (const size of SIZES) {
  Deno.test(`checks at ${size.columns}×${size.rows}`, async (t) => {
    for (const [name, make] of Object.entries(SCREENS)) {
      const text = frame(make(size), createLook());
      await t.step(name, async (t) => {
        await t.assertSnapshot(`\n${text}\n`);
      });
    }
  });
}

Deno.test("checks in ASCII draw no other character", () => {
  const look = createLook({ ascii: true });
  for (const [name, make] of Object.entries(SCREENS)) {
    const text = frame(make({ columns: 80, rows: 24 }), look);
    assert.match(text, /^[\n\x20-\x7e]*$/, name);
  }
});

Deno.test("checks in monochrome say the same", () => {
  const mono = createLook({ color: false });
  for (const make of Object.values(SCREENS)) {
    const state = make({ columns: 80, rows: 24 });
    assert.equal(frame(state, mono), frame(state, createLook()));
  }
});

Deno.test("checks never draw more than the terminal has", () => {
  for (const make of Object.values(SCREENS)) {
    for (const columns of [1, 20, 59, 60, 61, 100, 200]) {
      for (const rows of [1, 14, 15, 16, 50]) {
        const lines = frame(make({ columns, rows }), createLook()).split("\n");
        assert.ok(lines.length <= Math.max(1, rows - 1));
        for (const line of lines) assert.ok(widthOf(line) <= columns);
      }
    }
  }
});
