import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { jsonText, toJson } from "../../../src/cli/output/json.ts";
import { toYaml } from "../../../src/cli/output/yaml.ts";
import { sanitizeText } from "../../../src/engine/text.ts";

const options = { permissions: "none" } as const;

const UNSEEN = [
  ..."\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200d\u202e\u2028\u2029",
  ..."\u2060\u2066\u206a\u206f\u3164\ufe0f\ufeff\uffa0\ufff9\ufffb\ufffe",
  ..."\u001b\u007f\u0085\u009b\u{1d173}\u{e0000}\u{e0001}\u{e0041}\u{e007f}\u{e0101}",
];

/** Halves of surrogate pairs too. */
const anyText = fc.array(fc.nat({ max: 0x10ffff }), { maxLength: 8 })
  .map((codes) => String.fromCodePoint(...codes));

/** Whether all of a text can be seen; line breaks of its own are not asked. */
function isSafe(text: string): boolean {
  return sanitizeText(text, { keepNewlines: true }) === text;
}

for (
  const [what, write] of [
    ["jsonText", (value: unknown) => jsonText(value)],
    ["toJson", toJson],
    ["toYaml", toYaml],
  ] as const
) {
  Deno.test(
    `${what}() lets nothing through that acts or is not seen`,
    options,
    () => {
      for (const character of UNSEEN) {
        const value = { [`k${character}`]: [`v${character}`] };
        const text = write(value);
        assert.ok(isSafe(text), JSON.stringify(character));
        assert.ok(!text.includes(character));
      }
    },
  );

  Deno.test(
    `${what}() is as safe as sanitizeText() for any text`,
    options,
    () => {
      fc.assert(
        fc.property(
          anyText,
          (text) => isSafe(write([text])),
        ),
      );
    },
  );
}

Deno.test("jsonText() changes no value", options, () => {
  fc.assert(fc.property(anyText, (text) => {
    assert.equal(JSON.parse(jsonText(text)), text);
  }));
  for (const character of UNSEEN) {
    assert.equal(JSON.parse(jsonText(character)), character);
  }
});

Deno.test(
  "jsonText() leaves letters of every script as they are",
  options,
  () => {
    const text = "Zoë 漢字 עברית हिन्दी 🇪🇸";
    assert.equal(jsonText(text), `"${text}"`);
  },
);
