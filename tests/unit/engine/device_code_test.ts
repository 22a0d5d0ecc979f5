import assert from "node:assert/strict";
import { AuthError, ServerError } from "../../../src/engine/errors.ts";
import type { DeviceCodeEvent } from "../../../src/engine/events.ts";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import { deviceCode } from "../../../src/engine/flows/device_code.ts";
import { fakePorts, type Reply } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  ISSUED_AT,
  OID,
  TENANT,
  tokenAnswer,
} from "../../support/tokens.ts";

const request = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
} as const;

function started(members: Record<string, unknown> = {}): Response {
  return Response.json({
    device_code: "the-device-code",
    user_code: "FKWX3RTPZ",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: 900,
    interval: 5,
    message: "Enter FKWX3RTPZ",
    ...members,
  });
}
const pending = () => entraError("authorization_pending", { code: 70016 });
const done = () =>
  tokenAnswer({
    refresh_token: "r",
    id_token: idToken(),
    scope: "User.Read openid",
  });

async function run(replies: readonly Reply[], signal?: AbortSignal) {
  const ports = fakePorts({ replies });
  const events: DeviceCodeEvent[] = [];
  const flow = deviceCode(request, ports, signal ? { signal } : {});
  const outcome = await complete(flow, (event) => events.push(event))
    .catch((error: unknown) => error as AuthError);
  return {
    ports,
    events,
    outcome,
    types: events.map((event) => event.type).filter((type) =>
      type !== "exchange"
    ),
  };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("deviceCode() waits one interval before the first poll and between polls", async () => {
  const { ports, outcome, types } = await run([
    started(),
    pending(),
    pending(),
    done(),
  ]);
  assert.ok(!(outcome instanceof Error));
  assert.deepEqual(ports.clock.slept, [5000, 5000, 5000]);
  assert.deepEqual(types, [
    "user_code",
    "polling",
    "authorization_pending",
    "polling",
    "authorization_pending",
    "polling",
  ]);
});

test("deviceCode() returns the token with its account and refresh token", async () => {
  const { outcome } = await run([started(), done()]);
  assert.ok(!(outcome instanceof Error));
  assert.equal(outcome.accessToken, "the-access-token");
  assert.equal(outcome.tokenType, "Bearer");
  assert.equal(outcome.expiresAt, ISSUED_AT + 5_000 + 3_600_000);
  assert.deepEqual(outcome.scopes, ["User.Read", "openid"]);
  assert.equal(outcome.account?.username, "ada@contoso.example");
  assert.equal(outcome.account?.homeAccountId, `${OID}.${TENANT}`);
  assert.equal(outcome.refreshToken?.reveal(), "r");
  assert.ok(!JSON.stringify(outcome.refreshToken).includes('"r"'));
});

test("deviceCode() adds five seconds for good after each slow_down", async () => {
  const slow = () => entraError("slow_down");
  const { ports } = await run([started(), slow(), pending(), slow(), done()]);
  assert.deepEqual(ports.clock.slept, [5000, 10_000, 10_000, 15_000]);
});

test("deviceCode() waits five seconds when the server names no interval", async () => {
  const { ports } = await run([started({ interval: undefined }), done()]);
  assert.deepEqual(ports.clock.slept, [5000]);
});

test("deviceCode() takes an interval that is written as text", async () => {
  const { ports } = await run([
    started({ interval: "7", expires_in: "900" }),
    done(),
  ]);
  assert.deepEqual(ports.clock.slept, [7000]);
});

test("deviceCode() survives lost connections, busy servers and web pages, ever slower", async () => {
  const { outcome, types, ports } = await run([
    started(),
    new TypeError("connection refused"),
    new DOMException("too long", "TimeoutError"),
    new Response("<html>captive portal</html>", { status: 200 }),
    new Response("<html>bad gateway</html>", { status: 502 }),
    entraError("temporarily_unavailable", { status: 503 }),
    pending(),
    done(),
  ]);
  assert.ok(!(outcome instanceof Error));
  assert.equal(types.filter((type) => type === "connection_lost").length, 5);
  assert.deepEqual(ports.clock.slept, [
    5000,
    5000,
    10_000,
    20_000,
    30_000,
    30_000,
    5000,
  ]);
});

test("deviceCode() honours Retry-After when it is longer than the interval", async () => {
  const busy = new Response("{}", {
    status: 429,
    headers: { "retry-after": "42" },
  });
  const { ports } = await run([started(), busy, done()]);
  assert.deepEqual(ports.clock.slept, [5000, 42_000]);
});

test("deviceCode() ends with expired_token when the code runs out, and never polls after it", async () => {
  const { outcome, ports } = await run([
    started({ expires_in: 12 }),
    pending(),
    pending(),
    pending(),
  ]);
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "expired_token");
  assert.deepEqual(ports.clock.slept, [5000, 5000, 2000]);
  assert.equal(ports.sent.length, 3);
});

for (
  const [error, code] of [
    ["authorization_declined", "access_denied"],
    ["access_denied", "access_denied"],
    ["expired_token", "expired_token"],
    ["bad_verification_code", "authentication_refused"],
    ["interaction_required", "interaction_required"],
  ] as const
) {
  test(`deviceCode() ends with ${code} when the server answers ${error}`, async () => {
    const { outcome, ports } = await run([
      started(),
      entraError(error, { code: 70018 }),
    ]);
    assert.ok(outcome instanceof ServerError);
    assert.equal(outcome.code, code);
    assert.deepEqual(outcome.details.entra.codes, [70018]);
    assert.ok(outcome.hint);
    assert.equal(ports.sent.length, 2);
  });
}

test("deviceCode() explains an error that /devicecode sends with status 200", async () => {
  const { outcome } = await run([
    entraError("invalid_client", { code: 7000218, status: 200 }),
  ]);
  assert.ok(outcome instanceof ServerError);
  assert.equal(
    outcome.message,
    'Cannot start the device sign-in: the server answered "invalid_client" (AADSTS7000218)',
  );
});

test("deviceCode() refuses a verification address that is not one", async () => {
  for (
    const uri of [
      "javascript:alert(1)",
      "https://user:pw@evil.example/",
      "no address",
      "",
    ]
  ) {
    const { outcome } = await run([started({ verification_uri: uri })]);
    assert.ok(outcome instanceof AuthError);
    assert.equal(outcome.code, "response_invalid");
  }
});

test("deviceCode() refuses an ID token of a tenant that was not asked", async () => {
  const other = "aaaaaaaa-0000-4000-8000-00000000000f";
  const iss = `https://login.microsoftonline.com/${other}/v2.0`;
  const { outcome } = await run([
    started(),
    tokenAnswer({ id_token: idToken({ tid: other, iss }) }),
  ]);
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "id_token_invalid");
});

test("deviceCode() rejects with the signal's reason and sends nothing after it", async () => {
  const controller = new AbortController();
  const ports = fakePorts({ replies: [started(), pending(), done()] });
  const flow = deviceCode(request, ports, { signal: controller.signal });
  const reason = new Error("stop");
  await assert.rejects(
    complete(flow, (event) => {
      if (event.type === "authorization_pending") controller.abort(reason);
    }),
    (error) => error === reason,
  );
  assert.equal(ports.sent.length, 2);
});

test("deviceCode() shows no code, token or secret in its exchanges", async () => {
  const { events } = await run([started(), pending(), done()]);
  const exchanges = JSON.stringify(
    events.filter((event) => event.type === "exchange"),
  );
  for (
    const secret of [
      "the-device-code",
      "FKWX3RTPZ",
      "the-access-token",
      idToken(),
    ]
  ) {
    assert.ok(!exchanges.includes(secret), secret);
  }
});

test("deviceCode() never follows a redirect", async () => {
  const { outcome, ports } = await run([
    new Response(null, {
      status: 307,
      headers: { location: "https://evil.example/" },
    }),
  ]);
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "response_invalid");
  assert.equal(ports.sent[0]?.redirect, "manual");
});

test("deviceCode() names another flow where the authority offers no device sign-in", async () => {
  const { deviceAuthorizationEndpoint: _none, ...authority } =
    request.authority;
  const ports = fakePorts();
  await assert.rejects(complete(deviceCode({ ...request, authority }, ports)), {
    code: "invalid_authority",
    hint: /interactive/,
  });
  assert.equal(ports.sent.length, 0);
});

test("deviceCode() polls no faster than once a second, whatever the server says", async () => {
  const { ports } = await run([started({ interval: 0.001 }), done()]);
  assert.deepEqual(ports.clock.slept, [1000]);
});

test("deviceCode() names the host of a page that is neither the authority's nor Microsoft's", async () => {
  const hostOf = async (uri: string) => {
    const { events } = await run([started({ verification_uri: uri }), done()]);
    const event = events.find((each) => each.type === "user_code");
    return event?.foreignHost;
  };
  assert.equal(
    await hostOf("https://evil.example/devicelogin"),
    "evil.example",
  );
  assert.equal(
    await hostOf("https://microsoft.com.evil.example/x"),
    "microsoft.com.evil.example",
  );
  assert.equal(await hostOf("https://microsoft.com/devicelogin"), undefined);
  assert.equal(
    await hostOf("https://login.microsoftonline.com/common/oauth2/deviceauth"),
    undefined,
  );
});

test("deviceCode() names Microsoft's page when another's server sends people there", async () => {
  const hostAt = async (origin: string, uri: string) => {
    const authority = { ...request.authority, origin };
    const replies = [started({ verification_uri: uri }), done()];
    const events: DeviceCodeEvent[] = [];
    const flow = deviceCode({ ...request, authority }, fakePorts({ replies }));
    await complete(flow, (event) => events.push(event)).catch(() => {});
    const event = events.find((each) => each.type === "user_code");
    assert.ok(event !== undefined);
    return event.foreignHost;
  };
  const page = "https://microsoft.com/devicelogin";
  assert.equal(await hostAt("https://evil.example", page), "microsoft.com");
  assert.equal(
    await hostAt("https://contoso.ciamlogin.com.evil.example", page),
    "microsoft.com",
  );
  assert.equal(await hostAt("https://contoso.ciamlogin.com", page), undefined);
  assert.equal(
    await hostAt("https://login.microsoftonline.us", page),
    undefined,
  );
  assert.equal(
    await hostAt("https://evil.example", "https://evil.example/device"),
    undefined,
  );
});

test("deviceCode() refuses a page in the clear, and texts that no person could use", async () => {
  const wrong = [
    { verification_uri: "http://microsoft.com/devicelogin" },
    { verification_uri: `https://microsoft.com/${"x".repeat(3000)}` },
    { user_code: "A".repeat(100) },
  ];
  for (const members of wrong) {
    const { outcome } = await run([started(members)]);
    assert.ok(outcome instanceof AuthError);
    assert.equal(outcome.code, "response_invalid");
  }
});

test("deviceCode() does not wait past the code's end for a server that does not answer", async () => {
  const clock = fakePorts().clock;
  const expired = new AbortController();
  const ports = {
    clock: { ...clock, deadline: () => expired.signal },
    fetch: async (request: Request) => {
      if (request.url.endsWith("/devicecode")) {
        return started({ expires_in: 8 });
      }
      clock.advance(8_000);
      expired.abort(new DOMException("late", "TimeoutError"));
      return await new Promise<Response>((_, reject) =>
        reject(request.signal.reason)
      );
    },
  };
  const outcome = await complete(deviceCode(request, ports)).catch((error) =>
    error
  );
  assert.equal(outcome.code, "expired_token");
});
