import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { sanitizeText } from "../../src/engine/text.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const CONTROL = /\p{Cc}/u;
const INVISIBLE =
  /[\u200b\u200c\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u2028\u2029\u{e0000}-\u{e007f}]/u;

test("sanitizeText() makes every nasty string visible", () => {
  const nasty: readonly (readonly [string, string])[] = [
    ["\x1b[2J\x1b[H", "\\u{1b}[2J\\u{1b}[H"],
    ["\x1b]0;title\x07", "\\u{1b}]0;title\\u{7}"],
    ["\x1b]52;c;c2VjcmV0\x1b\\", "\\u{1b}]52;c;c2VjcmV0\\u{1b}\\"],
    ["\x1b]8;;https://evil\x07x", "\\u{1b}]8;;https://evil\\u{7}x"],
    ["\x1bP+q\x1b\\", "\\u{1b}P+q\\u{1b}\\"],
    ["\x9b31m", "\\u{9b}31m"],
    ["\x9d0;x\x9c", "\\u{9d}0;x\\u{9c}"],
    ["\x90x\x9c", "\\u{90}x\\u{9c}"],
    ["a\bb\rc", "a\\u{8}b\\u{d}c"],
    ["a\tb\nc", "a\\u{9}b\\u{a}c"],
    ["\0\x05\x0e\x7f", "\\u{0}\\u{5}\\u{e}\\u{7f}"],
    ["admin\u202etxt.exe", "admin\\u{202e}txt.exe"],
    ["\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"],
    ["\u061c\u200e\u200f", "\\u{61c}\\u{200e}\\u{200f}"],
    ["a\u200bb\u200cc\u2060d", "a\\u{200b}b\\u{200c}c\\u{2060}d"],
    ["\ufeffx", "\\u{feff}x"],
    ["so\u00adft", "so\\u{ad}ft"],
    ["\u3164\u115f\u1160\uffa0", "\\u{3164}\\u{115f}\\u{1160}\\u{ffa0}"],
    ["x\u{e0041}\u{e007f}", "x\\u{e0041}\\u{e007f}"],
    ["\ud800", "\\u{d800}"],
    ["x\udc00y", "x\\u{dc00}y"],
    ["\u2028\u2029\x85", "\\u{2028}\\u{2029}\\u{85}"],
    ["\ufff9a\ufffab\ufffb", "\\u{fff9}a\\u{fffa}b\\u{fffb}"],
    ["\ufffe\u{1ffff}", "\\u{fffe}\\u{1ffff}"],
    ["a\ufe0f\ufe0f", "a\ufe0f\\u{fe0f}"],
    ["\ufe0f", "\\u{fe0f}"],
    ["a\u{e0101}", "a\\u{e0101}"],
    ["a\u200db", "a\\u{200d}b"],
    ["👩\u200d", "👩\\u{200d}"],
    ["\u200d👩", "\\u{200d}👩"],
    ["\ufe0f\u200d👩", "\\u{fe0f}\\u{200d}👩"],
    ["👩\u200d\u200d👩", "👩\\u{200d}\\u{200d}👩"],
  ];
  for (const [text, safe] of nasty) assert.equal(sanitizeText(text), safe);
});

test("sanitizeText() leaves letters, marks and emoji as they are", () => {
  for (
    const text of [
      "",
      "plain ASCII \\u{1b} ~",
      "Zoë Ünïcode e\u0301 Å",
      "漢字 かな 한국어 葛\u{e0100}",
      "ไทย हिन्दी বাংলা தமிழ்",
      "العربية עברית فارسی",
      "👩🏽‍💻 🏳️‍🌈 ❤️‍🔥 👨‍👩‍👧‍👦 1️⃣ 🇪🇸 ✔️",
      "\u00a0\u3000 ½ € — …",
      "\ue0b0",
    ]
  ) {
    assert.equal(sanitizeText(text), text);
    assert.equal(sanitizeText(text, { keepNewlines: true }), text);
  }
});

test("sanitizeText() keeps line feeds alone when told to", () => {
  assert.equal(
    sanitizeText("a\r\nb\nc\rd\te", { keepNewlines: true }),
    "a\nb\nc\\u{d}d\\u{9}e",
  );
});

test("sanitizeText() lets no control or invisible character through", () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0x10ffff }).map((code) =>
        String.fromCodePoint(code)
      ),
      fc.integer({ min: 0, max: 0x2fff }).map((code) =>
        String.fromCodePoint(code)
      ),
      fc.constantFrom(
        "\x1b",
        "\u200d",
        "\ufe0f",
        "👩",
        "\n",
        "\r",
        "\u{e0020}",
      ),
    ),
  });
  fc.assert(
    fc.property(text, (some) => {
      const safe = sanitizeText(some);
      assert.doesNotMatch(safe, CONTROL);
      assert.doesNotMatch(safe, INVISIBLE);
      assert.ok(safe.isWellFormed());
      assert.equal(sanitizeText(safe), safe);
      const lines = sanitizeText(some, { keepNewlines: true });
      assert.doesNotMatch(lines.replaceAll("\n", ""), CONTROL);
    }),
    { numRuns: 5000 },
  );
});

test("sanitizeText() leaves every letter, number, mark and symbol of Unicode", () => {
  const visible = /^[\p{L}\p{N}\p{M}\p{S}\p{P}\p{Zs}]$/u;
  const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = String.fromCodePoint(code);
    if (!visible.test(text) || ignorable.test(text)) continue;
    assert.equal(sanitizeText(text), text);
  }
});
