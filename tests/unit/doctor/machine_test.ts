import assert from "node:assert/strict";
import { judgeBrowser } from "../../../src/cli/doctor/browser.ts";
import { judgeClipboard } from "../../../src/cli/doctor/clipboard.ts";
import { judgeClock } from "../../../src/cli/doctor/clock.ts";
import { judgeLoopback } from "../../../src/cli/doctor/loopback.ts";
import { judgeRuntime } from "../../../src/cli/doctor/runtime.ts";
import { environment, marks } from "./facts.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const NOW = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

function clockAt(offsetMs: number, age?: string) {
  const date = new Date(NOW - offsetMs).toUTCString();
  return judgeClock({
    date,
    age,
    sentAt: NOW,
    receivedAt: NOW,
    host: "login.microsoftonline.com",
  });
}

test("judgeClock() notes more than a minute and warns of more than five", () => {
  for (
    const [offset, mark] of [
      [0, "clock: ok"],
      [59_000, "clock: ok"],
      [-59_000, "clock: ok"],
      [2 * MINUTE, "clock_skew: note"],
      [-2 * MINUTE, "clock_skew: note"],
      [6 * MINUTE, "clock_skew: warning"],
      [-400 * 24 * 60 * MINUTE, "clock_skew: warning"],
    ] as const
  ) assert.deepEqual(marks(clockAt(offset)), [mark], String(offset));
});

test("judgeClock() says which way and how far", () => {
  assert.match(
    clockAt(7 * MINUTE)[0]?.message ?? "",
    /6 minutes ahead of that of login\.microsoftonline\.com: tokens seem to expire too early/,
  );
  assert.match(
    clockAt(-7 * MINUTE)[0]?.message ?? "",
    /7 minutes behind that of/,
  );
  assert.match(clockAt(-7 * MINUTE)[0]?.fix ?? "", /timedatectl/);
});

test("judgeClock() counts the time that an answer spent in a cache", () => {
  assert.deepEqual(marks(clockAt(10 * MINUTE, "600")), ["clock: ok"]);
  assert.deepEqual(marks(clockAt(10 * MINUTE, "nonsense")), [
    "clock_skew: warning",
  ]);
});

test("judgeClock() says that it knows nothing", () => {
  assert.deepEqual(marks(judgeClock(undefined)), ["clock_unknown: note"]);
  const facts = { sentAt: NOW, receivedAt: NOW, host: "h" };
  for (const date of [undefined, "", "yesterday"]) {
    assert.deepEqual(marks(judgeClock({ ...facts, date })), [
      "clock_unknown: note",
    ]);
  }
});

test("judgeLoopback() takes a missing IPv6 for no obstacle, a taken one for a danger", () => {
  for (
    const [ipv4, ipv6, mark] of [
      ["listens", "listens", "loopback_listens: ok"],
      ["listens", "missing", "loopback_ipv6_missing: note"],
      ["listens", "taken", "loopback_unavailable: warning"],
      ["listens", "denied", "loopback_unavailable: warning"],
      ["taken", "listens", "loopback_unavailable: error"],
      ["denied", "missing", "loopback_unavailable: error"],
      ["failed", "failed", "loopback_unavailable: error"],
    ] as const
  ) assert.deepEqual(marks(judgeLoopback({ ipv4, ipv6 })), [mark]);
  assert.match(
    judgeLoopback({ ipv4: "denied", ipv6: "denied" })[0]?.fix ?? "",
    /--allow-net/,
  );
});

test("judgeBrowser() tells what opens pages, and which flow that leads to", () => {
  const opener = "/usr/bin/xdg-open";
  const place = {
    os: "linux",
    env: environment({ SSH_TTY: "/dev/pts/1" }),
    choice: {
      flow: "device-code",
      reason: "over SSH there is no browser here",
    },
  } as const;
  for (
    const [facts, mark] of [
      [{ opener, isThere: true, isPermitted: true }, "browser: ok"],
      [{ opener, isThere: false, isPermitted: true }, "browser_missing: note"],
      [
        { opener, isThere: true, isPermitted: false },
        "browser_not_permitted: note",
      ],
      [{ isThere: false, isPermitted: false }, "browser_missing: note"],
    ] as const
  ) {
    const [first, flow] = judgeBrowser(facts, place);
    assert.deepEqual(marks([first!]), [mark]);
    assert.equal(
      flow?.message,
      "Without --flow the flow is device-code: over SSH there is no browser here",
    );
    assert.equal(flow?.details?.ssh, true);
    assert.equal(flow?.details?.display, false);
  }
});

test("judgeClipboard() tells how text is copied here", () => {
  const of = (variables: Record<string, string>, programs: string[] = []) =>
    judgeClipboard({ env: environment(variables), programs })[0]!;
  assert.equal(of({}).level, "ok");
  assert.match(of({ SSH_CONNECTION: "1" }).message, /at your end of SSH/);
  assert.match(of({ TMUX: "/tmp/x" }).fix ?? "", /set-clipboard on/);
  assert.match(of({ TERM: "dumb" }).message, /Nothing can be copied/);
  assert.match(
    of({}, ["wl-copy", "xclip"]).message,
    /there are wl-copy, xclip/,
  );
});

test("judgeRuntime() says what each missing permission costs", () => {
  const names = ["net", "read", "write", "env", "run", "ffi"] as const;
  const base = { deno: "2.9.6", os: "linux", arch: "x86_64" };
  const all = names.map((name) => ({ name, granted: "all" } as const));
  assert.deepEqual(marks(judgeRuntime({ ...base, permissions: all })), [
    "runtime_version: ok",
    "runtime_permissions: ok",
  ]);
  const none = names.map((name) => ({ name, granted: "none" } as const));
  const [, ...missing] = judgeRuntime({ ...base, permissions: none });
  assert.deepEqual(missing.map(({ level }) => level), [
    ...["warning", "warning", "warning"],
    ...["note", "note", "note"],
  ]);
  for (const [index, name] of names.entries()) {
    assert.match(
      missing[index]?.message ?? "",
      new RegExp(`"${name}" is missing: .{20}`),
    );
    assert.match(missing[index]?.fix ?? "", new RegExp(`--allow-${name}`));
  }
});

test("judgeRuntime() warns of a runtime that is older than those it is tested with", () => {
  const of = (deno: string) =>
    judgeRuntime({ deno, os: "linux", arch: "x86_64", permissions: [] })[0]
      ?.level;
  assert.deepEqual(["1.46.3", "2.8.9", "2.9.0", "2.10.0", "3.0.0"].map(of), [
    ...["warning", "warning"],
    ...["ok", "ok", "ok"],
  ]);
});
