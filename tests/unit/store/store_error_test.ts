import assert from "node:assert/strict";
import { UnsafeFileError } from "../../../src/adapters/files.ts";
import { retryWhileHeld } from "../../../src/adapters/files_write.ts";
import { LockError } from "../../../src/adapters/lock.ts";
import {
  ConfigurationError,
  Interruption,
  StorageError,
  UsageError,
} from "../../../src/cli/errors.ts";
import { storeError } from "../../../src/adapters/store/store_error.ts";
import {
  StoreError,
  type StoreErrorReason,
} from "../../../src/engine/errors.ts";

const permissions = "none";

function systemError(code: string): Error {
  return Object.assign(new Error("failed"), { code });
}

Deno.test(
  "storeError() tells why from the system's code, with something to do about it",
  { permissions },
  () => {
    const cases: readonly (readonly [Error, StoreErrorReason])[] = [
      [systemError("ENOSPC"), "full"],
      [systemError("EROFS"), "read_only"],
      [systemError("EACCES"), "forbidden"],
      [systemError("EPERM"), "forbidden"],
      [new Deno.errors.NotCapable("Requires write access"), "forbidden"],
      [systemError("EIO"), "failed"],
      [systemError("EXDEV"), "failed"],
      [systemError("ENOTDIR"), "failed"],
      [new Deno.errors.NotFound("No such file"), "failed"],
      [new Error("Strange (os error 9999)"), "failed"],
      [new LockError("busy"), "busy"],
      [new LockError("unsupported"), "no_locks"],
      [new UnsafeFileError("a link is in its place", "Remove it"), "unsafe"],
    ];
    for (const [cause, reason] of cases) {
      const error = storeError('write "/x"', cause);
      assert.ok(error instanceof StoreError);
      assert.equal(error.reason, reason);
      assert.equal(error.code, "storage_failed");
      assert.equal(error.cause, cause);
      assert.match(error.message, /^Cannot write "\/x": [^A-Z].*[^.]$/);
      assert.match(error.hint ?? "", /^[A-Z].*[^.]$/);
    }
  },
);

Deno.test(
  "storeError() passes on what is none of the file system's, such as the error of a prompt",
  { permissions },
  () => {
    const others = [
      new ConfigurationError("Cannot read the passphrase: it is not there"),
      new StorageError("Cannot read the passphrase: it may not be read"),
      new UsageError("Cannot ask: there is no terminal"),
      new Interruption("SIGINT"),
      new TypeError("It broke"),
      "no error at all",
    ];
    for (const cause of others) {
      assert.equal(storeError('read "/x"', cause), cause);
    }
  },
);

Deno.test("storeError() keeps an error that has a code already", {
  permissions,
}, () => {
  const known = new StoreError("locked", "Cannot read the key: it is locked");
  assert.equal(storeError('read "/x"', known), known);
});

Deno.test(
  "retryWhileHeld() waits out a program that holds the file for 150 ms",
  { permissions },
  async () => {
    let now = 0;
    const sleep = (ms: number) => {
      now += ms;
      return Promise.resolve();
    };
    const work = () =>
      now < 150
        ? Promise.reject(systemError("EBUSY"))
        : Promise.resolve("done");
    assert.equal(await retryWhileHeld(work, sleep), "done");
  },
);

Deno.test(
  "retryWhileHeld() gives up after six tries, and at once when nobody holds the file",
  { permissions },
  async () => {
    for (const [code, tries] of [["EACCES", 6], ["ENOSPC", 1]] as const) {
      let seen = 0;
      const work = () => {
        seen++;
        return Promise.reject(systemError(code));
      };
      await assert.rejects(retryWhileHeld(work, () => Promise.resolve()), {
        code,
      });
      assert.equal(seen, tries);
    }
  },
);
