import assert from "node:assert/strict";
import { describeProtection } from "../../../src/adapters/protection/describe_protection.ts";
import { PROTECTIONS } from "../../../src/adapters/protection/protection.ts";
import {
  SITUATION_IDS,
  SituationError,
  situationOf,
} from "../../../src/adapters/protection/situation_table.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("every situation that does not work has a next step, and is an error", () => {
  for (const id of SITUATION_IDS) {
    const situation = situationOf(id);
    assert.match(situation.sentence, /^[A-Z].*[^.]$/, id);
    if (situation.works) continue;
    assert.match(situation.next ?? "", /^[A-Z].*[^.]$/, id);
    const error = new SituationError("Cannot read the key", situation);
    assert.equal(error.code, "storage_failed");
    assert.equal(error.reason, situation.reason);
    assert.equal(error.hint, situation.next);
    assert.match(error.message, /^Cannot read the key: \S/);
  }
});

test("what the system said is the cause, and in no sentence", () => {
  const cause = new Error("DBus error: RAW");
  const situation = situationOf("keyring_failed", cause);
  const error = new SituationError("Cannot read the key", situation);
  assert.equal(error.cause, cause);
  const { message, hint } = error;
  assert.doesNotMatch(JSON.stringify({ message, hint, situation }), /RAW/);
});

test("describeProtection() says how tokens are kept, and tells plaintext loudly", () => {
  const said = PROTECTIONS.map((name) => describeProtection({ name }));
  assert.equal(new Set(said).size, PROTECTIONS.length);
  assert.match(describeProtection({ name: "plaintext" }), /^PLAINTEXT/);
  assert.equal(
    describeProtection({
      name: "keyring",
      problem: situationOf("keyring_hung"),
    }),
    "in memory only for this run: The keyring service does not answer",
  );
});
