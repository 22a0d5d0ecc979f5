import assert from "node:assert/strict";
import { helpDocument } from "../../../src/tui/document/help.ts";
import { checkUserKeys } from "../../../src/tui/keys/check_user_keys.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { footerHints } from "../../../src/tui/keys/footer.ts";
import { KEYMAP } from "../../../src/tui/keys/keymap.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function problem(id: string, keys: unknown): string {
  const { userKeys, problems } = checkUserKeys({ [id]: keys });
  assert.deepEqual(userKeys, {});
  assert.equal(problems.length, 1);
  return problems[0] ?? "";
}

test("checkUserKeys() takes keys that are free", () => {
  const bindings = { "profiles.copy": ["Y", "ctrl+y"], "app.help": ["alt+h"] };
  assert.deepEqual(checkUserKeys(bindings), {
    userKeys: bindings,
    problems: [],
  });
});

test("checkUserKeys() tells each mistake, and keeps the default", () => {
  assert.equal(
    problem("profiles.cpy", ["c"]),
    'There is no binding "profiles.cpy"',
  );
  assert.match(problem("profiles.copy", "c"), /has to be a list of keys/);
  assert.match(problem("profiles.copy", []), /has to be a list of keys/);
  assert.match(problem("profiles.copy", [1]), /has to be a list of keys/);
  assert.match(problem("profiles.copy", ["F5"]), /there is no key "F5"/);
  assert.match(problem("profiles.copy", ["ctrl+c"]), /is taken for good/);
  assert.match(problem("profiles.copy", ["escape"]), /is taken for good/);
  assert.match(
    problem("profiles.copy", ["ctrl+m"]),
    /the same for "ctrl\+m" as for "enter"/,
  );
  assert.match(problem("app.interrupt", ["x"]), /cannot be changed/);
  assert.match(problem("profiles.back", ["b"]), /cannot be changed/);
  assert.match(
    problem("palette.run", ["x"]),
    /is text where this binding is used/,
  );
});

test("checkUserKeys() gives a form no key that would be text in its fields", () => {
  assert.match(
    problem("form.save", ["S"]),
    /is text where this binding is used/,
  );
  assert.deepEqual(checkUserKeys({ "form.save": ["ctrl+o"] }).problems, []);
});

test("checkUserKeys() tells a conflict in one context, and where it is", () => {
  assert.equal(
    problem("profiles.copy", ["q"]),
    '"profiles.copy": the key q is already "app.quit" in Profiles',
  );
  // Elsewhere it means something else, and that is no conflict.
  assert.deepEqual(checkUserKeys({ "token.reveal": ["f"] }).problems, []);
});

test("checkUserKeys() lets two bindings exchange their keys", () => {
  const bindings = { "profiles.copy": ["f"], "profiles.flows": ["y"] };
  assert.deepEqual(checkUserKeys(bindings).userKeys, bindings);
});

test("checkUserKeys() lets what shares a key by turns go on sharing it", () => {
  const bindings = { "profiles.open": ["o"], "profiles.get": ["o"] };
  assert.deepEqual(checkUserKeys(bindings).problems, []);
});

test("checkUserKeys() takes nothing from what is no object", () => {
  for (const value of [undefined, null, [], "x", 1]) {
    const { userKeys, problems } = checkUserKeys(value);
    assert.deepEqual([userKeys, problems], [{}, [
      '"bindings" has to be an object',
    ]]);
  }
  assert.deepEqual(
    checkUserKeys({ "__proto__": ["x"], constructor: ["x"] }).userKeys,
    {},
  );
});

test("a person's keys work, and are shown in the footer and the help", () => {
  const userKeys = { "profiles.copy": ["Y"] };
  const state = { ...states.home(), userKeys };
  const press = (name: string) =>
    messageOf({ type: "key", name, text: name }, state);
  assert.deepEqual(press("Y"), { type: "open_copy" });
  assert.equal(press("y"), undefined);
  const hint = footerHints(state, 200).find(({ short }) => short === "copy");
  assert.equal(hint?.key, "Y");
  const help = helpDocument(state)
    .map((line) => line.map(({ text }) => text).join("")).join("\n");
  assert.match(help, /^ {2}Y +copy the token, a header, a command$/m);
});

test("KEYMAP has no conflict of its own that a person's keys would be blamed for", () => {
  for (const bindings of Object.values(KEYMAP)) {
    for (const { id, keys } of bindings) {
      const { problems } = checkUserKeys({ [id]: keys });
      assert.deepEqual(
        problems.filter((text) =>
          !/cannot be changed|taken for good|is text/.test(text)
        ),
        [],
      );
    }
  }
});
