import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { resolveAuthority } from "../../src/engine/entra/authority.ts";
import { AuthError } from "../../src/engine/errors.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { deviceCode } from "../../src/engine/flows/device_code.ts";
import { fakePorts, type Reply } from "../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  ISSUED_AT,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";

const request = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
} as const;

const started = (expiresIn = 900) =>
  Response.json({
    device_code: "d",
    user_code: "U",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: expiresIn,
    interval: 5,
  });
const pending = () => entraError("authorization_pending", { code: 70016 });
const slowDown = () => entraError("slow_down");
const approved = () => tokenAnswer({ refresh_token: "r", id_token: idToken() });
const refused = (what: string) => () =>
  new TypeError(`error sending request: ${what}`);
const html = (status: number, headers: Record<string, string> = {}) => () =>
  new Response("<!doctype html><h1>Oops</h1>", {
    status,
    headers: { "content-type": "text/html", ...headers },
  });
const json = (status: number, headers: Record<string, string> = {}) => () =>
  Response.json({}, { status, headers });
const late = () =>
  new DOMException("The request took too long", "TimeoutError");
const times = (count: number, reply: () => Response | Error) =>
  Array.from({ length: count }, () => reply);

type Fault = readonly (() => Response | Error)[];

/** Thirty ways in which the way to the authority breaks while the user signs in. */
const FAULTS: Readonly<Record<string, Fault>> = {
  "a reset connection": [refused("connection reset by peer")],
  "a refused connection": [refused("connection refused")],
  "a name that is not found": [refused("dns error")],
  "no route": [refused("network is unreachable")],
  "a broken certificate of a hotel's network": [
    refused("invalid peer certificate"),
  ],
  "a closed TLS connection": [
    refused("peer closed connection without close_notify"),
  ],
  "a body that ends early": [refused("error reading a body from connection")],
  "a slow answer": [late],
  "three slow answers": times(3, late),
  "an outage of a minute": times(3, refused("connection refused")),
  "an outage of five minutes": times(12, refused("network is unreachable")),
  "a computer that slept": [
    refused("connection reset"),
    pending,
    refused("dns error"),
  ],
  "a web page with status 200": [html(200)],
  "a web page with status 500": [html(500)],
  "a web page with status 502": [html(502)],
  "a web page with status 503 and Retry-After": [
    html(503, { "retry-after": "7" }),
  ],
  "a web page with status 403": [html(403)],
  "a captive portal's redirect": [
    () => Response.redirect("http://portal.example/login", 302),
  ],
  "a permanent redirect": [
    () => Response.redirect("http://portal.example/", 308),
  ],
  "429 with Retry-After": [json(429, { "retry-after": "20" })],
  "429 without a body": [() => new Response(null, { status: 429 })],
  "503 with Retry-After as a date": [
    json(503, { "retry-after": new Date(ISSUED_AT + 40_000).toUTCString() }),
  ],
  "an Entra error with status 500": [
    () => entraError("server_error", { status: 500 }),
  ],
  "temporarily_unavailable": [
    () => entraError("temporarily_unavailable", { status: 503 }),
  ],
  "an empty body": [() => new Response("")],
  "half a body": [() => new Response('{"access_token":"x')],
  "JSON that is no object": [() => Response.json([])],
  "an error as an object": [
    () => Response.json({ error: { code: "x" } }, { status: 400 }),
  ],
  "slow_down among faults": [
    slowDown,
    html(502),
    slowDown,
    refused("reset"),
    pending,
  ],
  "every kind in a row": [
    refused("reset"),
    html(502),
    late,
    json(429, { "retry-after": "3" }),
    slowDown,
    pending,
    html(200),
  ],
};

async function signIn(
  replies: readonly Reply[],
  keys?: () => Response | Error,
) {
  const ports = fakePorts({ replies, ...(keys ? { keys } : {}) });
  const polledAt: number[] = [];
  const outcome = await complete(
    deviceCode(request, ports),
    (event) => {
      if (event.type === "polling") polledAt.push(ports.clock.now());
    },
  ).catch((error: unknown) => error as Error);
  return { ports, outcome, polledAt };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

assert.equal(Object.keys(FAULTS).length, 30);
for (const [name, fault] of Object.entries(FAULTS)) {
  test(`deviceCode() survives ${name} and completes when the user approves`, async () => {
    const replies = [started(), pending, ...fault, pending, approved];
    const { outcome, ports } = await signIn(replies);
    assert.ok(!(outcome instanceof Error), String(outcome));
    assert.equal(outcome.accessToken, "the-access-token");
    assert.equal(ports.sent.length, fault.length + 4);
  });
}

test("deviceCode() does not lose an approved sign-in when the keys cannot be had at once", async () => {
  let asked = 0;
  const { outcome, ports } = await signIn(
    [started(), approved],
    () => ++asked < 4 ? new TypeError("down") : Response.json({ keys: [] }),
  );
  // The set has no key, so the token is refused; the code was not used twice.
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "id_token_invalid");
  assert.equal(asked, 4);
  assert.equal(ports.sent.length, 2);
});

test("deviceCode() does not poll again after an answer that it cannot use", async () => {
  for (
    const answer of [
      tokenAnswer({ expires_in: undefined }),
      tokenAnswer({ expires_in: "soon" }),
      tokenAnswer({ access_token: undefined }),
      tokenAnswer({ token_type: "pop" }),
      tokenAnswer({ id_token: "a.b.c" }),
    ]
  ) {
    const { outcome, ports } = await signIn([started(), answer, approved]);
    assert.ok(outcome instanceof AuthError);
    assert.equal(ports.sent.length, 2);
  }
});

/** One poll's answer, and the pause that it earns at least. */
type Step =
  | { readonly type: "pending" | "slow_down" | "lost" }
  | { readonly type: "busy"; readonly seconds: number };

function replyOf(step: Step): () => Response | Error {
  switch (step.type) {
    case "pending":
      return pending;
    case "slow_down":
      return slowDown;
    case "lost":
      return refused("reset");
    case "busy":
      return json(429, { "retry-after": String(step.seconds) });
  }
}

test("deviceCode() never polls early and never after the end, over ten thousand simulated polls", async () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ type: "pending" } as const) },
    { weight: 1, arbitrary: fc.constant({ type: "slow_down" } as const) },
    { weight: 2, arbitrary: fc.constant({ type: "lost" } as const) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant("busy" as const),
        seconds: fc.integer({ min: 0, max: 120 }),
      }),
    },
  );
  let polls = 0;
  const script = fc.record({
    expiresIn: fc.integer({ min: 1, max: 900 }),
    steps: fc.array(step, { minLength: 200, maxLength: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(script, async ({ expiresIn, steps }) => {
      const replies = [started(expiresIn), ...steps.map(replyOf)];
      const { outcome, polledAt, ports } = await signIn(replies);
      assert.ok(outcome instanceof AuthError);
      assert.equal(outcome.code, "expired_token");
      let interval = 5_000;
      let allowed = ISSUED_AT + interval;
      for (const [index, at] of polledAt.entries()) {
        assert.ok(at >= allowed, `poll ${index} came ${allowed - at} ms early`);
        const answered = steps[index]!;
        if (answered.type === "slow_down") interval += 5_000;
        const wished = answered.type === "busy" ? answered.seconds * 1000 : 0;
        allowed = at + Math.max(interval, wished);
      }
      const end = ISSUED_AT + expiresIn * 1000;
      assert.ok(polledAt.every((at) => at < end));
      assert.ok(Math.abs(ports.clock.now() - end) <= 1_000);
      polls += polledAt.length;
    }),
    { numRuns: 600, seed: 20_261_120 },
  );
  assert.ok(polls >= 10_000, `only ${polls} polls`);
});

test("deviceCode() begins again with a new code only when that was asked for", async () => {
  const replies = () => [
    started(6),
    pending,
    started(),
    () => entraError("expired_token", { code: 70020 }),
    started(),
    approved,
  ];
  const codes: number[] = [];
  const ports = fakePorts({ replies: replies() });
  const token = await complete(
    deviceCode({ ...request, renewCode: true }, ports),
    (event) => {
      if (event.type === "user_code") codes.push(event.expiresAt);
    },
  );
  assert.equal(token.accessToken, "the-access-token");
  assert.equal(codes.length, 3);
  const { outcome } = await signIn(replies());
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "expired_token");
});
