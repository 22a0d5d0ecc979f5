import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Key } from "ink";
import { decode, type Input } from "../../../src/tui/keys/decode.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { footerHints } from "../../../src/tui/keys/footer.ts";
import { KEYMAP } from "../../../src/tui/keys/keymap.ts";
import { keyLabel } from "../../../src/tui/keys/labels.ts";
import type { State } from "../../../src/tui/state/model.ts";
import type { Context } from "../../../src/tui/state/select.ts";
import { helpDocument } from "../../../src/tui/document/help.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

function names(input: string, key: Partial<Key> = {}): string[] {
  return decode(input, { ...NO_KEY, ...key })
    .map((one) => one.type === "key" ? one.name : `paste:${one.text}`);
}

function press(state: State, name: string) {
  const input: Input = {
    type: "key",
    name,
    ...(name.length === 1 ? { text: name } : {}),
  };
  return messageOf(input, state);
}

test("decode() drops control characters and late tails of escapes", () => {
  assert.deepEqual(names("\x00\x07\x1b"), []);
  assert.deepEqual(names("[A"), []);
  assert.deepEqual(names("[5~"), []);
  assert.deepEqual(names(""), []);
});

test("decode() splits what came in one read", () => {
  assert.deepEqual(names("jj"), ["j", "j"]);
  assert.deepEqual(names("abc\r"), ["a", "b", "c", "enter"]);
  assert.deepEqual(names("a\r\nb\n"), ["a", "enter", "b", "enter"]);
  assert.deepEqual(names("e\u0301👩‍🚀"), ["e\u0301", "👩‍🚀"]);
});

test("decode() hears Tab, Ctrl+S and the like behind letters", () => {
  assert.deepEqual(names("ab\tc\x13"), ["a", "b", "tab", "c", "ctrl+s"]);
  assert.deepEqual(names("a\x15b\x7f"), ["a", "ctrl+u", "b", "backspace"]);
  const id = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
  assert.deepEqual(names(`${id}\t`), [`paste:${id}`, "tab"]);
  assert.deepEqual(names(`${id}\r\n\r\n`), [`paste:${id}`, "enter"]);
});

test("decode() names special keys", () => {
  assert.deepEqual(names("", { escape: true }), ["escape"]);
  assert.deepEqual(names("\r", { return: true }), ["enter"]);
  assert.deepEqual(names("c", { ctrl: true }), ["ctrl+c"]);
  assert.deepEqual(names("\t", { tab: true, shift: true }), ["shift+tab"]);
  assert.deepEqual(names("x", { meta: true }), ["alt+x"]);
  assert.deepEqual(names("x", { eventType: "release" }), []);
});

test("decode() takes a long read for a paste, and a held key for keys", () => {
  const url = "https://example.com/?code=1";
  assert.deepEqual(names(`${url}\r`), [`paste:${url}`, "enter"]);
  assert.equal(names("j".repeat(40)).length, 40);
});

test("decode() never throws and never names a control character", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    for (const one of decode(text, NO_KEY)) {
      if (one.type === "key") assert.doesNotMatch(one.name, /^\p{Cc}/u);
    }
  }));
});

test("KEYMAP gives every key of a context one unconditional meaning", () => {
  for (const [context, bindings] of Object.entries(KEYMAP)) {
    const keys = bindings.filter(({ when }) => when === undefined)
      .flatMap((binding) => binding.keys);
    assert.equal(new Set(keys).size, keys.length, context);
  }
});

test("KEYMAP names every binding once", () => {
  const all = new Set(Object.values(KEYMAP).flat());
  assert.equal(new Set([...all].map(({ id }) => id)).size, all.size);
});

test("KEYMAP leads back by Esc from everywhere", () => {
  for (const context of Object.keys(KEYMAP) as Context[]) {
    const keys = KEYMAP[context].flatMap((binding) => binding.keys);
    assert.ok(keys.includes("escape"), context);
    assert.ok(keys.includes("ctrl+c"), context);
  }
});

test("messageOf() writes letters into the filter, also those that are keys", () => {
  const typing = states.play(states.home(), { type: "start_filter" });
  for (const letter of ["q", "?", "/", "j"]) {
    assert.deepEqual(press(typing, letter), {
      type: "edit",
      edit: { kind: "insert", text: letter },
    });
  }
  assert.deepEqual(press(typing, "ctrl+c"), { type: "interrupt" });
});

test("messageOf() gives the reason of a key that cannot be used", () => {
  assert.deepEqual(press(states.device(), "n"), {
    type: "refuse",
    reason: "This code is still good",
  });
  assert.deepEqual(press(states.device(), "q"), {
    type: "refuse",
    reason: "A sign-in is running: Esc cancels it",
  });
  assert.equal(press(states.home(), "z"), undefined);
});

test("messageOf() opens no page of a stranger", () => {
  assert.deepEqual(press(states.device(), "o"), { type: "open_url" });
  const stranger = states.news(
    states.play(states.home(), {
      type: "get",
      flow: "device-code",
      force: true,
    }),
    {
      type: "user_code",
      userCode: "HVQ5NRAYK",
      verificationUri: "https://evil.example/devicelogin",
      expiresAt: states.device().now + 60_000,
      intervalMs: 5000,
      foreignHost: "evil.example",
    },
  );
  assert.deepEqual(press(stranger, "o"), {
    type: "refuse",
    reason: "This page belongs to nobody that is known: open it yourself",
  });
});

test("messageOf() opens a valid token and gets one in place of an expired one", () => {
  const home = states.home();
  assert.deepEqual(press(home, "enter"), { type: "open_token" });
  const expired = { ...home, selected: 2 };
  assert.deepEqual(press(expired, "enter"), { type: "get" });
});

test("messageOf() chooses from a menu by its key", () => {
  const menu = states.play(states.home(), { type: "open_flows" });
  assert.deepEqual(press(menu, "1"), {
    type: "get",
    flow: "interactive",
    force: true,
  });
  assert.deepEqual(press(menu, "j"), { type: "move", distance: "down" });
});

test("footerHints() keeps help, quit and the way back when there is no room", () => {
  const shorts = footerHints(states.token(), 10).map(({ short }) => short);
  assert.deepEqual(shorts, ["back", "help", "quit"]);
});

test("helpDocument() names every key, those of this screen first", () => {
  const wide = states.device({ columns: 200, rows: 60 });
  const text = helpDocument(wide)
    .map((line) => line.map((span) => span.text).join("")).join("\n");
  assert.match(text, /^ Device code\n/);
  for (const binding of Object.values(KEYMAP).flat()) {
    assert.ok(text.includes(binding.help), binding.id);
  }
});

test("keyLabel() writes keys as keyboards do", () => {
  assert.equal(keyLabel("ctrl+c"), "Ctrl+C");
  assert.equal(keyLabel("escape"), "Esc");
  assert.equal(keyLabel("Q"), "Q");
});
