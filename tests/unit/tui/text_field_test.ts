import assert from "node:assert/strict";
import {
  editField,
  EMPTY_FIELD,
  fieldText,
  type TextEdit,
} from "../../../src/tui/state/text_field.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function type(...edits: readonly TextEdit[]): string {
  const field = edits.reduce(editField, EMPTY_FIELD);
  return field.graphemes.toSpliced(field.cursor, 0, "|").join("");
}

test("editField() does nothing at the ends", () => {
  assert.equal(type({ kind: "backspace" }, { kind: "delete" }), "|");
  assert.equal(type({ kind: "left" }, { kind: "right" }), "|");
  assert.equal(type({ kind: "delete_word" }), "|");
});

test("editField() counts what people call characters", () => {
  const astronaut: TextEdit = { kind: "insert", text: "a👩‍🚀e\u0301" };
  assert.equal(type(astronaut, { kind: "backspace" }), "a👩‍🚀|");
  assert.equal(
    type(astronaut, { kind: "left" }, { kind: "backspace" }),
    "a|e\u0301",
  );
});

test("editField() inserts at the cursor", () => {
  assert.equal(
    type({ kind: "insert", text: "ac" }, { kind: "left" }, {
      kind: "insert",
      text: "b",
    }),
    "ab|c",
  );
});

test("editField() deletes a word with the spaces after it", () => {
  const words: TextEdit = { kind: "insert", text: "one two  " };
  assert.equal(type(words, { kind: "delete_word" }), "one |");
  assert.equal(type(words, { kind: "start" }, { kind: "delete" }), "|ne two  ");
  assert.equal(type(words, { kind: "clear" }), "|");
});

test("fieldText() joins the characters", () => {
  const field = editField(EMPTY_FIELD, { kind: "insert", text: "abc" });
  assert.equal(fieldText(field), "abc");
});

test("splitGraphemes() makes no segmenter before it meets a text that needs one", async () => {
  const { Segmenter } = Intl;
  let made = 0;
  class Counted extends Segmenter {
    constructor(...options: ConstructorParameters<typeof Segmenter>) {
      super(...options);
      made++;
    }
  }
  Object.assign(Intl, { Segmenter: Counted });
  try {
    const fresh = await import("../../../src/tui/state/text_field.ts?fresh");
    assert.deepEqual(fresh.splitGraphemes("a b!"), ["a", " ", "b", "!"]);
    assert.equal(made, 0);
    assert.deepEqual(fresh.splitGraphemes("e\u0301é"), ["e\u0301", "é"]);
    assert.deepEqual(fresh.splitGraphemes("e\u0301"), ["e\u0301"]);
    assert.equal(made, 1);
  } finally {
    Object.assign(Intl, { Segmenter });
  }
});
