import assert from "node:assert/strict";
import {
  SITUATION_IDS,
  situationOf,
} from "../../../src/adapters/protection/situation_table.ts";
import type { ProtectionName } from "../../../src/adapters/protection/protection.ts";
import {
  judgeProtection,
  type ProtectionPlace,
} from "../../../src/cli/doctor/protection.ts";
import type { PathFacts } from "../../../src/adapters/diagnosis/mod.ts";
import { shellWord } from "../../../src/cli/doctor/modes.ts";
import { judgeStorage } from "../../../src/cli/doctor/storage.ts";
import { directory, entry, marks, protection, STATE } from "./facts.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const well = directory().path;

test("judgeStorage() is content with a directory of one's own, also with one to be made", () => {
  assert.deepEqual(marks(judgeStorage(directory())), ["state_directory: ok"]);
  const { mode: _, ...path } = { ...well, kind: "missing" as const };
  const [found] = judgeStorage(directory({ path, triedIn: "/home/ada" }));
  assert.match(found?.message ?? "", /is not there yet; it can be made/);
});

test("judgeStorage() names what keeps tokens from being kept, each with a fix", () => {
  for (
    const [facts, id, says] of [
      [undefined, "state_place_unknown", /no|home/i],
      [
        directory({ path: { ...well, kind: "file" } }),
        "state_directory_unusable",
        /no directory/,
      ],
      [
        directory({ path: { ...well, kind: "unknown" } }),
        "state_directory_unusable",
        /may not be looked at/,
      ],
      [
        directory({ isForeign: true }),
        "state_directory_foreign",
        /another user/,
      ],
      [
        directory({ path: { ...well, mode: 0o770 } }),
        "state_directory_open",
        /write to .*0770/,
      ],
      [
        directory({ trial: { outcome: "denied", code: "EACCES" } }),
        "state_not_writable",
        /may not be written/,
      ],
      [
        directory({ trial: { outcome: "read_only", code: "EROFS" } }),
        "state_not_writable",
        /read-only/,
      ],
      [
        directory({ trial: { outcome: "full", code: "ENOSPC" } }),
        "state_disk_full",
        /full/,
      ],
      [
        directory({ trial: { outcome: "failed", code: "EIO" } }),
        "state_not_writable",
        /EIO/,
      ],
      [
        directory({ trial: { outcome: "written", isLockable: false } }),
        "state_without_locks",
        /no locks/,
      ],
      [
        directory({ entries: [entry("kernel/a.tokens", { isForeign: true })] }),
        "state_files_foreign",
        /kernel\/a\.tokens/,
      ],
    ] as const
  ) {
    const found = judgeStorage(facts);
    assert.deepEqual(marks(found), [`${id}: error`]);
    assert.match(found[0]?.message ?? "", says);
    assert.ok(found[0]?.fix);
  }
});

test("judgeStorage() tells what should be put right but is in nobody's way", () => {
  for (
    const [facts, mark] of [
      [
        directory({ path: { ...well, mode: 0o755 } }),
        "state_directory_open: warning",
      ],
      [
        directory({ path: { ...well, isLink: true } }),
        "state_directory_link: note",
      ],
      [
        directory({ entries: [entry("a.tokens", { mode: 0o644 })] }),
        "state_files_open: warning",
      ],
      [
        directory({
          entries: [entry("kernel", { kind: "directory", mode: 0o750 })],
        }),
        "state_files_open: warning",
      ],
      [
        directory({ entries: [entry("a.tokens", { kind: "link" })] }),
        "state_files_unexpected: warning",
      ],
      [
        directory({
          entries: [entry("kernel/a.tokens.x.tmp", { ageMs: 61_000 })],
        }),
        "state_leftovers: note",
      ],
      [
        directory({ entries: [entry("plaintext/a.tokens")] }),
        "state_plaintext: warning",
      ],
      [
        directory({ entries: [entry("kernel/a.tokens.corrupt-20260101")] }),
        "state_set_aside: note",
      ],
    ] as const
  ) assert.deepEqual(marks(judgeStorage(facts)), ["state_directory: ok", mark]);
  const busy = directory({
    entries: [entry("a.tokens.x.tmp", { ageMs: 59_000 }), entry("a.tokens")],
  });
  assert.deepEqual(marks(judgeStorage(busy)), ["state_directory: ok"]);
});

test("judgeStorage() names a few files and counts the others", () => {
  const entries = ["a", "b", "c", "d", "e"].map((name) =>
    entry(name, { mode: 0o666 })
  );
  const found = judgeStorage(directory({ entries }))[1];
  assert.match(found?.message ?? "", /: a, b, c and 2 more$/);
  assert.deepEqual(found?.details?.files, ["a", "b", "c", "d", "e"]);
});

test("judgeStorage() knows no modes on Windows", () => {
  const { mode: _, uid: _uid, ...path } = well;
  const { mode: _mode, ...file } = entry("a.tokens");
  assert.deepEqual(marks(judgeStorage(directory({ path, entries: [file] }))), [
    "state_directory: ok",
  ]);
});

test("shellWord() keeps a path one word", () => {
  assert.equal(shellWord(STATE), STATE);
  assert.equal(shellWord("/a b/$(x)'s"), `'/a b/$(x)'\\''s'`);
});

const place = { canAsk: false, verbose: false };

test("judgeProtection() tells every keyring situation by its name, with its next step", () => {
  for (const id of SITUATION_IDS) {
    const situation = situationOf(id, new Error("org.freedesktop.raw"));
    if (situation.place !== "keyring" && situation.place !== "kernel") continue;
    const found = judgeProtection(
      protection({ [situation.place]: situation }),
      place,
    )
      .find(({ details }) => details?.situation === id);
    assert.equal(
      found?.id,
      situation.place === "keyring" ? "keyring" : "kernel_keyring",
    );
    assert.equal(found?.level, situation.works ? "ok" : "note");
    assert.equal(found?.message, situation.sentence);
    assert.equal(found?.fix, situation.next);
    assert.ok(situation.works || found?.fix, id);
    assert.doesNotMatch(JSON.stringify(found), /org\.freedesktop/);
  }
});

test("judgeProtection() tells the system's own words with --verbose alone", () => {
  const keyring = situationOf(
    "keyring_failed",
    new Error("org.freedesktop.raw"),
  );
  const found = judgeProtection(protection({ keyring }), {
    ...place,
    verbose: true,
  });
  assert.match(JSON.stringify(found), /org\.freedesktop\.raw/);
});

const locked = situationOf("keyring_locked");
const forbidden = situationOf("kernel_forbidden");

const passphraseFile = {
  path: "/p",
  kind: "file",
  isLink: false,
  size: 9,
  mode: 0o600,
} as const;

function chosen(
  facts: ReturnType<typeof protection>,
  changes: Partial<ProtectionPlace> = {},
) {
  return judgeProtection(facts, { ...place, ...changes })
    .filter(({ id }) => id.startsWith("protection"));
}

test("judgeProtection() tells what the next sign-in would choose", () => {
  const none = protection({ keyring: locked, kernel: forbidden });
  for (
    const [facts, changes, name, level] of [
      [protection(), {}, "keyring", "ok"],
      [protection({ keyring: locked }), {}, "kernel", "note"],
      [none, { passphraseFile }, "vault", "ok"],
      [none, { canAsk: true }, "vault", "ok"],
      [none, {}, "memory", "warning"],
    ] as const
  ) {
    const [found, ...others] = chosen(facts, changes);
    assert.deepEqual(others, []);
    assert.equal(found?.details?.protection, name);
    assert.equal(found?.level, level);
    assert.match(found?.message ?? "", /the next sign-in chooses so/);
  }
});

test("judgeProtection() keeps to what was chosen or asked for, and fails where that does not work", () => {
  const earlier = (name: ProtectionName) =>
    protection({
      remembered: { name, reason: "it worked" },
      keyring: locked,
    });
  const by = (name: ProtectionName) => ({
    asked: { name, by: "ENTRADA_TOKEN_STORE" },
  });
  for (
    const [facts, changes, id, level] of [
      [earlier("kernel"), {}, "protection", "note"],
      [earlier("keyring"), {}, "protection_failed", "error"],
      [
        { ...earlier("kernel"), kernel: forbidden },
        {},
        "protection_failed",
        "error",
      ],
      [earlier("vault"), {}, "protection_failed", "error"],
      [earlier("vault"), { passphraseFile }, "protection", "ok"],
      [earlier("plaintext"), {}, "protection", "warning"],
      [earlier("keyring"), by("memory"), "protection", "warning"],
      [protection(), by("plaintext"), "protection", "warning"],
      [
        protection({ keyring: locked }),
        by("keyring"),
        "protection_failed",
        "error",
      ],
    ] as const
  ) {
    const [found, ...others] = chosen(facts, changes);
    assert.deepEqual(others, []);
    assert.equal(`${found?.id} ${found?.level}`, `${id} ${level}`);
    if (level !== "ok") assert.ok(found?.fix);
  }
});

test("judgeProtection() refuses a choice that it cannot read", () => {
  const [found] = chosen(protection({ isUnreadable: true }));
  assert.deepEqual(marks([found!]), ["protection_failed: error"]);
});

test("judgeProtection() looks at the file of the passphrase", () => {
  const of = (changes: Partial<PathFacts>) =>
    judgeProtection(protection(), {
      ...place,
      passphraseFile: { ...passphraseFile, ...changes },
    }).filter(({ id }) => id === "passphrase_file").map(({ level }) => level);
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ mode: 0o644 }), ["warning"]);
  assert.deepEqual(of({ kind: "missing" }), ["error"]);
  assert.deepEqual(of({ kind: "directory" }), ["error"]);
  assert.deepEqual(of({ size: 0 }), ["error"]);
});
