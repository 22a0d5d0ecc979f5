import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readPart, readSoundPart } from "../../../src/engine/jwt/base64url.ts";
import { base64url } from "./token_text.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const text = fc.string({ unit: "binary" }).map((some) => some.toWellFormed());

test("readSoundPart() takes no character from outside of base64url", () => {
  fc.assert(fc.property(
    text,
    fc.constantFrom(..." \t\n\f\r=+/.,%é\0"),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (some, foreign, where) => {
      const part = base64url(some);
      const at = Math.round(part.length * where);
      const broken = part.slice(0, at) + foreign + part.slice(at);
      assert.equal(readSoundPart(broken), undefined);
      assert.notEqual(readPart(broken).problem, undefined);
    },
  ));
});

test("readSoundPart() does not take the other base64 alphabet", () => {
  assert.equal(readSoundPart("eyJ-"), '{"~');
  assert.equal(readSoundPart("eyJ+"), undefined);
  assert.equal(readSoundPart("eyI_"), '{"?');
  assert.equal(readSoundPart("eyI/"), undefined);
});

test("readSoundPart() reads every text back", () => {
  fc.assert(fc.property(text, (some) => {
    assert.equal(readSoundPart(base64url(some)), some);
    assert.deepEqual(readPart(base64url(some)), { text: some });
  }));
});

test("readPart() reads the beginning of a part that was cut", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme-ascii", minLength: 1 }),
    fc.nat(),
    (some, cut) => {
      const part = base64url(some);
      const { text: read } = readPart(part.slice(0, cut % part.length));
      assert.ok(some.startsWith(read));
    },
  ));
});
