import assert from "node:assert/strict";
import {
  findSigningKey,
  type SigningKeys,
} from "../../../src/engine/protocol/signing_keys.ts";
import { createWire } from "../../../src/engine/protocol/wire.ts";
import { type FakePorts, fakePorts } from "../../support/fake_ports.ts";
import { entraError, KEY_ID, keySet } from "../../support/tokens.ts";

const MINUTE = 60_000;
const jwksUri = "https://login.example/keys";

function find(
  keys: SigningKeys,
  { ports, kid = KEY_ID, signal }: {
    ports: FakePorts;
    kid?: string;
    signal?: AbortSignal;
  },
) {
  const wire = createWire(ports, signal);
  return findSigningKey(kid, {
    kept: keys,
    jwksUri,
    wire,
    clock: ports.clock,
    signal,
  });
}

/** Answers for keys, the last one for ever. */
function portsWith(...answers: readonly (() => Response | Error)[]) {
  let at = 0;
  return fakePorts({
    keys: () => answers[Math.min(at++, answers.length - 1)]!(),
  });
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("findSigningKey() asks once an hour", async () => {
  const ports = fakePorts();
  const keys = new Map();
  for (const minutes of [0, 1, 58]) {
    ports.clock.advance(minutes * MINUTE);
    assert.ok(await find(keys, { ports }));
  }
  assert.equal(ports.keyRequests.length, 1);
  ports.clock.advance(MINUTE);
  assert.ok(await find(keys, { ports }));
  assert.equal(ports.keyRequests.length, 2);
});

test("findSigningKey() asks for an unknown key again, but not within five minutes", async () => {
  const ports = portsWith(() => keySet(), () => keySet({ kid: "rolled" }));
  const keys = new Map();
  assert.ok(await find(keys, { ports }));
  assert.equal(await find(keys, { ports, kid: "rolled" }), undefined);
  ports.clock.advance(5 * MINUTE - 1);
  assert.equal(await find(keys, { ports, kid: "rolled" }), undefined);
  assert.equal(ports.keyRequests.length, 1);
  ports.clock.advance(1);
  assert.ok(await find(keys, { ports, kid: "rolled" }));
  assert.equal(await find(keys, { ports, kid: "never" }), undefined);
  assert.equal(ports.keyRequests.length, 2);
});

test("findSigningKey() tries again while the authority is away", async () => {
  const ports = portsWith(
    () => new TypeError("down"),
    () => new Response("<html>", { status: 502 }),
    () => entraError("temporarily_unavailable", { status: 503 }),
    () => keySet(),
  );
  assert.ok(await find(new Map(), { ports }));
  assert.deepEqual(ports.clock.slept, [1000, 2000, 4000]);
});

test("findSigningKey() gives up after four attempts", async () => {
  const ports = portsWith(() => new TypeError("down"));
  await assert.rejects(find(new Map(), { ports }), {
    code: "network_error",
  });
  assert.equal(ports.keyRequests.length, 4);
});

test("findSigningKey() uses keys of the day while the authority is away, and older ones never", async () => {
  const ports = portsWith(() => keySet(), () => new TypeError("down"));
  const keys = new Map();
  assert.ok(await find(keys, { ports }));
  ports.clock.advance(23 * 60 * MINUTE);
  assert.ok(await find(keys, { ports }));
  ports.clock.advance(60 * MINUTE);
  await assert.rejects(find(keys, { ports }), { code: "network_error" });
});

test("findSigningKey() refuses a set without keys, a web page and a redirect at once", async () => {
  for (
    const answer of [
      () => Response.json({}),
      () => Response.json({ keys: "none" }),
      () => new Response("<html>"),
      () => Response.redirect("https://evil.example/keys", 302),
    ]
  ) {
    const ports = portsWith(answer);
    await assert.rejects(find(new Map(), { ports }), {
      code: "response_invalid",
    });
    assert.equal(ports.keyRequests.length, 1);
  }
});

test("findSigningKey() ends with the signal's reason between two attempts", async () => {
  const controller = new AbortController();
  const reason = new Error("stop");
  const ports = portsWith(() => {
    controller.abort(reason);
    return new TypeError("down");
  });
  await assert.rejects(
    find(new Map(), { ports, signal: controller.signal }),
    (error) => error === reason,
  );
  assert.equal(ports.keyRequests.length, 1);
});
