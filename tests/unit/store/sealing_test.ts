import assert from "node:assert/strict";
import type { KeyHolder } from "../../../src/adapters/protection/protection.ts";
import { plainSealing } from "../../../src/adapters/store/plain.ts";
import { createSealing } from "../../../src/adapters/store/sealing.ts";
import { StoreError } from "../../../src/engine/errors.ts";
import { testKey } from "../../support/store_world.ts";

const KEPT = { partition: "work", text: "tøkens 🔑" };
const permissions = "none";

async function keyId(number: number): Promise<string> {
  const key = new Uint8Array(32).fill(number);
  const digest = await crypto.subtle.digest("SHA-256", key);
  return new Uint8Array(digest, 0, 8).toHex();
}

Deno.test(
  "createSealing() writes its mark, its version and the key's id, and nothing else that can be read",
  { permissions },
  async () => {
    const bytes = await createSealing(testKey(7)).seal(KEPT, "a.tokens");
    assert.equal(new TextDecoder().decode(bytes.subarray(0, 7)), "ENTRADA");
    assert.equal(bytes[7], 1);
    assert.equal(bytes.subarray(8, 16).toHex(), await keyId(7));
    const text = new TextDecoder().decode(bytes);
    assert.ok(!text.includes("work") && !text.includes("kens"));
    const content = new TextEncoder().encode(KEPT.partition + KEPT.text).length;
    assert.equal(bytes.length, 16 + 12 + 4 + content + 16);
  },
);

Deno.test(
  "createSealing() seals with another nonce each time, and opens each",
  { permissions },
  async () => {
    const sealing = createSealing(testKey());
    const nonces = new Set<string>();
    for (let time = 0; time < 100; time++) {
      const bytes = await sealing.seal(KEPT, "a.tokens");
      nonces.add(bytes.subarray(16, 28).toHex());
      assert.deepEqual(await sealing.open(bytes, "a.tokens"), KEPT);
    }
    assert.equal(nonces.size, 100);
  },
);

Deno.test(
  "createSealing() opens nothing under another name, and tells another key from damage",
  { permissions },
  async () => {
    const bytes = await createSealing(testKey(1)).seal(KEPT, "a.tokens");
    const open = (number: number, file: string) =>
      createSealing(testKey(number)).open(bytes, file);
    assert.equal(await open(1, "b.tokens"), "damaged");
    assert.equal(await open(1, "a.secrets"), "damaged");
    assert.equal(await open(2, "a.tokens"), "other_key");
    assert.equal(await plainSealing.open(bytes, "a.tokens"), "other_key");
  },
);

Deno.test(
  "createSealing() asks for the key once to open many, and each time to seal",
  { permissions },
  async () => {
    const asked: string[] = [];
    const key = testKey();
    const holder: KeyHolder = {
      ...key,
      find: () => (asked.push("find"), key.find()),
      obtain: () => (asked.push("obtain"), key.obtain()),
    };
    const bytes = await createSealing(key).seal(KEPT, "a");
    const sealing = createSealing(holder);
    for (let time = 0; time < 3; time++) await sealing.open(bytes, "a");
    assert.deepEqual(asked, ["find"]);
    await sealing.seal(KEPT, "a");
    await sealing.seal(KEPT, "a");
    assert.deepEqual(asked, ["find", "obtain", "obtain"]);
  },
);

Deno.test(
  "createSealing() looks past a key in memory when a file wants another one, once for each",
  { permissions },
  async () => {
    const asked: string[] = [];
    const [old, current] = [testKey(1), testKey(2)];
    const holder: KeyHolder = {
      ...old,
      find: () => (asked.push("find"), old.find()),
      findAgain: () => (asked.push("again"), current.find()),
    };
    const sealing = createSealing(holder);
    const newer = await createSealing(current).seal(KEPT, "a");
    assert.deepEqual(await sealing.open(newer, "a"), KEPT);
    assert.deepEqual(asked, ["find", "again"]);
    const lost = await createSealing(testKey(3)).seal(KEPT, "a");
    for (let time = 0; time < 3; time++) {
      assert.equal(await sealing.open(lost, "a"), "other_key");
    }
    assert.deepEqual(asked, ["find", "again", "find", "again"]);
    assert.deepEqual(await sealing.open(newer, "a"), KEPT);
    assert.deepEqual(asked.length, 4, "the key in hand stays there");
  },
);

Deno.test(
  "createSealing() lets the holder's own error through, and takes a lost key for another one",
  { permissions },
  async () => {
    const bytes = await createSealing(testKey()).seal(KEPT, "a");
    const locked = new StoreError(
      "locked",
      "Cannot read the key: it is locked",
    );
    const fail = () => Promise.reject(locked);
    const forget = () => Promise.resolve();
    const holder = { find: fail, obtain: fail, forget };
    await assert.rejects(createSealing(holder).open(bytes, "a"), locked);
    await assert.rejects(createSealing(holder).seal(KEPT, "a"), locked);
    const lost = { ...holder, find: () => Promise.resolve(undefined) };
    assert.equal(await createSealing(lost).open(bytes, "a"), "other_key");
  },
);

Deno.test(
  "plainSealing writes JSON that a person can read, and opens nothing else",
  { permissions },
  async () => {
    const bytes = await plainSealing.seal(KEPT, "a");
    const json = JSON.parse(new TextDecoder().decode(bytes));
    assert.deepEqual(Object.keys(json), [
      ...["version", "partition", "text", "sha256"],
    ]);
    assert.equal(json.text, KEPT.text);
    assert.deepEqual(await plainSealing.open(bytes, "a"), KEPT);
    for (
      const other of ["", "{}", "null", "[]", "\xff", JSON.stringify(json)]
    ) {
      const form = new TextEncoder().encode(other);
      assert.equal(await plainSealing.open(form, "a"), "damaged");
    }
  },
);
