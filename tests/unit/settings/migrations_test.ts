import assert from "node:assert/strict";
import { migrate } from "../../../src/settings/migrations.ts";

const options = { permissions: "none" } as const;

Deno.test("migrate() leaves what has no version to the schema", options, () => {
  for (
    const value of [null, 7, "x", [], {}, { version: "1" }, { version: 0 }, {
      version: 1.5,
    }]
  ) {
    assert.deepEqual(migrate(value, []), { kind: "current", value });
  }
});

Deno.test(
  "migrate() takes every step from the file's version to the newest",
  options,
  () => {
    const steps = [
      (old: Readonly<Record<string, unknown>>) => ({ ...old, first: true }),
      (old: Readonly<Record<string, unknown>>) => ({ ...old, second: true }),
    ];
    assert.deepEqual(migrate({ version: 1 }, steps), {
      kind: "current",
      value: { version: 3, first: true, second: true },
    });
    assert.deepEqual(migrate({ version: 2 }, steps), {
      kind: "current",
      value: { version: 3, second: true },
    });
    assert.deepEqual(migrate({ version: 3 }, steps), {
      kind: "current",
      value: { version: 3 },
    });
  },
);

Deno.test("migrate() reports a file of a newer program", options, () => {
  assert.deepEqual(migrate({ version: 2 }, []), { kind: "newer", version: 2 });
});
