import assert from "node:assert/strict";
import {
  formatVault,
  LONGEST_VAULT,
  newVault,
  parseVault,
  unwrapKey,
  wrapKey,
} from "../../../src/adapters/protection/vault_file.ts";
import { StoreError } from "../../../src/engine/errors.ts";

const KEY = new Uint8Array(32).fill(7);
const WRAPPING = new Uint8Array(32).fill(9);

function test(name: string, fn: () => Promise<void> | void): void {
  Deno.test({ name, permissions: "none", fn });
}

async function sealed(): Promise<string> {
  const wrapped = await wrapKey(KEY, { wrapping: WRAPPING, vault: newVault() });
  return formatVault(wrapped);
}

/** The key, or the reason for which there is none. */
async function outcomeOf(text: string): Promise<string> {
  try {
    return (await unwrapKey(parseVault(text), WRAPPING)).toHex();
  } catch (error) {
    assert.ok(error instanceof StoreError, String(error));
    return error.reason;
  }
}

test("a vault gives its key back", async () => {
  assert.equal(await outcomeOf(await sealed()), KEY.toHex());
});

test("a vault sealed by another passphrase cannot be opened", async () => {
  const vault = parseVault(await sealed());
  await assert.rejects(unwrapKey(vault, new Uint8Array(32)), {
    name: "StoreError",
    reason: "wrong_passphrase",
  });
});

test("a vault with any bit changed gives no key", async () => {
  const bytes = new TextEncoder().encode(await sealed());
  const seen: Record<string, number> = {};
  for (let at = 0; at < bytes.length * 8; at++) {
    const changed = bytes.slice();
    const byte = changed[at >> 3] ?? 0;
    changed[at >> 3] = byte ^ (1 << (at & 7));
    const outcome = await outcomeOf(new TextDecoder().decode(changed));
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  const { failed = 0, wrong_passphrase: wrong = 0, ...rest } = seen;
  assert.deepEqual(rest, {});
  assert.ok(failed > 0 && wrong > 0);
});

test("a vault that was cut anywhere is refused", async () => {
  const text = (await sealed()).trimEnd();
  for (let length = 0; length < text.length; length++) {
    assert.equal(await outcomeOf(text.slice(0, length)), "failed");
  }
});

test("a vault of every other shape is refused before anything is spent", async () => {
  const sound = JSON.parse(await sealed());
  const changes: Record<string, readonly unknown[]> = {
    version: [0, 2, "1", null],
    id: ["", "ABCDEF0123456789", "../../etc/passwd", 7],
    kdf: ["pbkdf2", "none", null],
    N: [2 ** 40, 2 ** 20, 2 ** 14, 1, 0, -1, 131_073, 1e400, "131072", null],
    r: [0, 1, 9, 2 ** 30, "8"],
    p: [0, 2, 2 ** 30, "1"],
    salt: ["", "AAAA", "*", "A".repeat(2000), null],
    nonce: ["", "AAAA", 12, null],
    key: ["", sound.salt, `${sound.key}AAAA`, null],
  };
  for (const [name, values] of Object.entries(changes)) {
    const { [name]: _, ...without } = sound;
    assert.equal(await outcomeOf(JSON.stringify(without)), "failed", name);
    for (const value of values) {
      const text = JSON.stringify({ ...sound, [name]: value });
      assert.equal(await outcomeOf(text), "failed", `${name}: ${value}`);
    }
  }
  for (const text of ["", "null", "[]", "7", '"x"', "{", "<html>"]) {
    assert.equal(await outcomeOf(text), "failed", text);
  }
  assert.equal(
    await outcomeOf(JSON.stringify(sound) + " ".repeat(LONGEST_VAULT)),
    "failed",
  );
});

test("a vault's cost cannot be changed without being noticed", async () => {
  const vault = JSON.parse(await sealed());
  const dearer = JSON.stringify({ ...vault, N: 2 ** 18 });
  assert.equal(await outcomeOf(dearer), "wrong_passphrase");
});
