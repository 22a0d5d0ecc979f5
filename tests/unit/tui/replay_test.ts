import assert from "node:assert/strict";
import { createPlayer } from "../../../src/tui/runtime/player.ts";
import { createRecorder } from "../../../src/tui/runtime/recording.ts";
import {
  playAll,
  readRecording,
  RecordingError,
} from "../../../src/tui/runtime/replay.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import { NOON, PROFILES } from "../../tui/support/fixtures.ts";
import { manualClock } from "../../tui/support/manual_clock.ts";

const HEADER = JSON.stringify({
  entrada: "recording",
  version: 1,
  program: "0.1.0",
  look: { color: true, ascii: false },
  initial: { now: NOON, size: { columns: 80, rows: 24 }, timeZone: "UTC" },
});

function entry(ms: number, message: Message): string {
  return JSON.stringify({ ms, message });
}

const LINES = [
  HEADER,
  entry(0, { type: "profiles_loaded", profiles: PROFILES }),
  entry(1000, { type: "tick", now: NOON + 1000 }),
  entry(1000, { type: "move", distance: "down" }),
  entry(3000, { type: "tick", now: NOON + 3000 }),
  entry(3000, { type: "move", distance: "down" }),
];
const TEXT = LINES.map((line) => `${line}\n`).join("");

function problemOf(text: string): string {
  try {
    playAll(readRecording(text));
  } catch (error) {
    assert.ok(error instanceof RecordingError);
    return `${error.line}: ${error.message}`;
  }
  return assert.fail("It was read");
}

Deno.test({
  name: "readRecording() plays messages without doing anything",
  permissions: "none",
  fn() {
    const state = playAll(readRecording(TEXT));
    assert.equal(state.selected, 2);
    assert.equal(state.now, NOON + 3000);
    assert.equal(state.profiles?.length, PROFILES.length);
  },
});

Deno.test({
  name: "readRecording() passes over a last line that a crash has cut",
  permissions: "none",
  fn() {
    const cut = readRecording(TEXT.slice(0, -9));
    assert.equal(cut.isCut, true);
    assert.equal(cut.entries.length, LINES.length - 2);
    assert.equal(readRecording(TEXT).isCut, false);
  },
});

Deno.test({
  name: "readRecording() names the line that is damaged, too new or foreign",
  permissions: "none",
  fn() {
    const withLine = (line: string) => `${HEADER}\n${LINES[1]}\n${line}\n`;
    assert.match(problemOf(""), /^1: it is no recording/);
    assert.match(problemOf("{}\n"), /^1: it is no recording/);
    assert.match(problemOf("PK\u0003\u0004\n"), /^1: it is not JSON/);
    assert.match(
      problemOf(HEADER.replace('"version":1', '"version":2') + "\n"),
      /^1: it has version 2, which is newer/,
    );
    assert.match(
      problemOf(HEADER.replace('"columns":80', '"columns":"x"') + "\n"),
      /^1: it has no time and size/,
    );
    assert.match(problemOf(withLine("{")), /^3: it is not JSON/);
    assert.match(problemOf(withLine("[]")), /^3: it is not a JSON object/);
    assert.match(problemOf(withLine("{}")), /^3: it does not say when/);
    assert.match(problemOf(withLine('{"ms":1}')), /^3: it is no message/);
    assert.match(
      problemOf(withLine('{"ms":1,"message":{"type":"nobody"}}')),
      /^3: it makes no sense/,
    );
    assert.match(
      problemOf(
        withLine('{"ms":1,"message":{"type":"kept_found","listId":1}}'),
      ),
      /^3: it makes no sense/,
    );
    assert.match(
      problemOf(withLine('{"ms":1,"message":{"$":"secret","length":1e12}}')),
      /^3: it is no message/,
    );
    const deep = "[".repeat(1000) + "]".repeat(1000);
    assert.match(
      problemOf(withLine(`{"ms":1,"message":{"type":"x","a":${deep}}}`)),
      /^3: it is no message/,
    );
  },
});

Deno.test({
  name: "readRecording() takes from a file nothing that acts on a terminal",
  permissions: "none",
  fn() {
    const text = `${HEADER}\n${
      entry(0, { type: "warned", text: "a\u001b[2Jb\u202ec" })
    }\n`;
    const [warning = ""] = playAll(readRecording(text)).warnings;
    assert.equal(warning, "a\\u{1b}[2Jb\\u{202e}c");
  },
});

Deno.test("a player keeps the time, pauses, steps and goes on", async () => {
  const clock = manualClock(NOON);
  const player = createPlayer(readRecording(TEXT), { clock, speed: 2 });
  await clock.advance(0);
  assert.equal(player.getState().played, 1);
  await clock.advance(499);
  assert.equal(player.getState().state.selected, 0);
  await clock.advance(1);
  assert.equal(player.getState().state.selected, 1);
  player.toggle();
  await clock.advance(60_000);
  assert.equal(player.getState().played, 3);
  player.step();
  assert.equal(player.getState().state.selected, 2);
  assert.equal(player.getState().isPaused, true);
  player.step();
  assert.equal(player.getState().played, 5);
  player.close();
  await player.ended;
  assert.equal(clock.sleepers(), 0);
});

Deno.test("a player ends with what cannot be played", async () => {
  const bad = `${TEXT}${
    entry(4000, { type: "nobody" } as unknown as Message)
  }\n`;
  const player = createPlayer(readRecording(bad), {
    clock: manualClock(NOON),
    speed: Infinity,
  });
  await assert.rejects(player.ended, RecordingError);
});

Deno.test({
  name: "a recorder that cannot write ends once, and the interface goes on",
  permissions: "none",
  fn() {
    const told: string[] = [];
    let lines = 0;
    const recorder = createRecorder({
      program: "1",
      write() {
        if (lines++ > 0) throw new Error("The disk is full");
      },
    }, {
      initial: { now: NOON, size: { columns: 80, rows: 24 } },
      look: { color: true, ascii: false },
      onEnd: (text) => told.push(text),
    });
    const { initial } = readRecording(TEXT);
    recorder.take(initial, { type: "open_help" });
    recorder.take(initial, { type: "open_help" });
    assert.deepEqual(told, [
      "The recording cannot be written any more, and ends here",
    ]);
    assert.equal(lines, 2);
  },
});
