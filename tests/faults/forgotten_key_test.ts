import assert from "node:assert/strict";
import {
  chooseProtection,
  openHolder,
} from "../../src/adapters/protection/choose.ts";
import type { KeyHolder } from "../../src/adapters/protection/protection.ts";
import { createFileStore } from "../../src/adapters/store/file_store.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";
import { needingKernel } from "../support/kept_calls.ts";
import { put } from "../support/store_world.ts";

interface World {
  /** What a process has that began before the key was forgotten. */
  readonly earlier: KeyHolder;
  /** What one has that begins after that. */
  readonly later: KeyHolder;
  readonly open: (key: KeyHolder) => TokenStore;
}

async function withForgottenKey(
  work: (world: World) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const options = {
    directory: `${home}/state`,
    env: (name: string) => name === "ENTRADA_HOME" ? home : undefined,
    canAsk: false,
  };
  const later = await openHolder("kernel", options);
  assert.ok(later);
  try {
    await later.obtain();
    const { holder } = await chooseProtection({ ...options, asked: "kernel" });
    assert.ok(holder);
    await later.forget();
    const directory = `${options.directory}/kernel`;
    const open = (key: KeyHolder) =>
      createFileStore({
        ...{ directory, key, damaged: "set_aside", suffix: ".tokens" },
      });
    await work({ earlier: holder, later, open });
  } finally {
    await later.forget();
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test({
  ...needingKernel(
    "a key that was forgotten since the call began seals nothing new",
  ),
  fn: () =>
    withForgottenKey(async ({ earlier, later, open }) => {
      await put(open(earlier), "work", { text: "new" });
      assert.equal(await open(later).read("work"), "new");
    }),
});

Deno.test({
  ...needingKernel(
    "a record that another process sealed with the next key is read, and not set aside",
  ),
  fn: () =>
    withForgottenKey(async ({ earlier, later, open }) => {
      await put(open(later), "work", { text: "of the other" });
      assert.equal(await open(earlier).read("work"), "of the other");
    }),
});

Deno.test({
  ...needingKernel(
    "the key that a choice has looked at is not looked for twice to read",
  ),
  fn: () =>
    withForgottenKey(async ({ earlier, later }) => {
      assert.ok(await earlier.find(), "from memory");
      const fresh = await earlier.obtain();
      assert.deepEqual(await earlier.find(), fresh);
      assert.deepEqual(await later.find(), fresh);
    }),
});
