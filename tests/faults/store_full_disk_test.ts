import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import type { StoreErrorReason } from "../../src/engine/errors.ts";
import {
  canInject,
  type Fault,
  type FaultReport,
  onSmallDisk,
  remount,
  writeUnder,
} from "../support/store_faults.ts";
import { wholeText } from "../support/store_texts.ts";
import {
  filesBelow,
  onlyFile,
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

const ignore = !canInject();
const why = ignore ? " (skipped: strace is missing or may not attach)" : "";

const FAULTS: readonly (readonly [string, StoreErrorReason])[] = [
  ["fsync:error=ENOSPC", "full"],
  ["fsync:error=EDQUOT", "full"],
  ["openat:error=EROFS", "read_only"],
  ["openat:error=EACCES", "forbidden"],
  ["/^rename:error=EACCES", "forbidden"],
  ["fsync:error=EIO", "failed"],
  ["/^rename:error=EXDEV", "failed"],
  ["flock:error=ENOLCK", "no_locks"],
];

function requireTyped(report: FaultReport, reason: StoreErrorReason): void {
  assert.equal(report.reason, reason, JSON.stringify(report));
  assert.match(
    report.message ?? "",
    /^Cannot (write|lock) "[^"]+": [^.]+[^.]$/,
  );
  assert.ok(report.hint);
}

/** Writes under a fault; what was there before has to be there after it. */
async function requireKept(
  directory: string,
  fault: Fault,
): Promise<FaultReport> {
  let before = "";
  const path = () => onlyFile(directory);
  const report = await writeUnder(directory, {
    ...fault,
    async prepare() {
      before = (await Deno.readFile(await path())).toHex();
      await fault.prepare?.();
    },
  });
  assert.equal((await Deno.readFile(await path())).toHex(), before);
  const { store, notices } = openTestStore(directory);
  assert.equal(await store.read("p"), wholeText(1));
  assert.deepEqual(notices, []);
  const left = (await filesBelow(directory)).filter((name) =>
    /tmp\//.test(name)
  );
  assert.deepEqual(left, []);
  return report;
}

for (const [injection, reason] of FAULTS) {
  const fault = injection.replace("/^", "").replace(":error=", ": ");
  Deno.test({
    name:
      `R5: a file store says "${reason}" and keeps its file when ${fault}${why}`,
    ignore,
    fn: () =>
      withStoreDirectory(async (directory) => {
        requireTyped(await requireKept(directory, { injection }), reason);
      }),
  });
}

Deno.test('R5: a file store says "full" on a disk that is full, and writes again when it is not', async () => {
  const isDone = await onSmallDisk("64k", async (path) => {
    const directory = `${path}/state`;
    const filler = `${path}/filler`;
    const prepare = async () => {
      await Deno.writeFile(filler, new Uint8Array(128 * 1024)).catch(() => {});
    };
    requireTyped(await requireKept(directory, { prepare }), "full");
    await Deno.remove(filler);
    assert.deepEqual(await writeUnder(directory, {}), { reason: "none" });
  });
  if (!isDone) print("skipped: no file system may be mounted");
});

Deno.test('R5: a file store says "read_only" on a disk that is read-only, and reads on', async () => {
  const isDone = await onSmallDisk("1m", async (path) => {
    const prepare = () => remount(path, "ro");
    const report = await requireKept(`${path}/state`, { prepare });
    requireTyped(report, "read_only");
  });
  if (!isDone) print("skipped: no file system may be mounted");
});

Deno.test("a file store reads a damaged file as none where it may not write, and says what it cannot repair", async () => {
  const isDone = await onSmallDisk("1m", async (path) => {
    const directory = `${path}/state`;
    await put(openTestStore(directory).store, "p", { text: "tokens" });
    const file = await onlyFile(directory);
    await Deno.writeTextFile(file, "garbage");
    await Deno.chmod(file, 0o644);
    await remount(path, "ro");
    const { store, notices } = openTestStore(directory);
    assert.equal(await store.read("p"), undefined);
    assert.deepEqual(notices, [
      { kind: "open_to_others", path: file },
      { kind: "damaged", path: file, partition: "p" },
    ]);
    assert.equal(await Deno.readTextFile(file), "garbage");
  });
  if (!isDone) print("skipped: no file system may be mounted");
});
