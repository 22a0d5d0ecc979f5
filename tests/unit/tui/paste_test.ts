import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { pasted } from "../../../src/tui/runtime/paste.ts";
import type { TuiServices } from "../../../src/tui/runtime/services.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { CLAIMS, explain, makeJwt } from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const JWT = makeJwt(CLAIMS);
const OTHER = makeJwt({ ...CLAIMS, aud: "14d82eec" });

const OPAQUE = {
  token: {
    header: {},
    payload: {},
    signature: "",
    kind: "opaque",
    problems: [],
  },
  summary: "Opaque",
  subject: "unknown",
  claims: [],
  warnings: [],
  verified: false,
} as const;

const services = {
  explain: (token: string) => token.startsWith("eyJ") ? explain(token) : OPAQUE,
} as unknown as TuiServices;

async function paste(text: string, state: State = states.home()) {
  const message = await pasted(text, { services, state });
  return message.type === "token_pasted"
    ? message.token.access.reveal()
    : message;
}

test("pasted() finds a token in what people copy with it", async () => {
  for (
    const text of [
      JWT,
      `Bearer ${JWT}`,
      `Authorization: Bearer ${JWT}\r\n`,
      `"${JWT}"`,
      `${JWT.slice(0, 80)}\r\n${JWT.slice(80)}\n`,
      JSON.stringify({
        token_type: "Bearer",
        access_token: JWT,
        id_token: OTHER,
      }),
      JSON.stringify({ id_token: JWT }, undefined, 2),
      JSON.stringify({ accessToken: JWT, expiresOn: "2026-11-20" }),
    ]
  ) assert.equal(await paste(text), JWT);
});

test("pasted() keeps the ID token that came beside", async () => {
  const answer = JSON.stringify({ access_token: JWT, id_token: OTHER });
  const message = await pasted(answer, { services, state: states.home() });
  assert.ok(message.type === "token_pasted");
  assert.equal(message.token.id?.reveal(), OTHER);
});

test("pasted() takes an opaque token only where it is named", async () => {
  assert.equal(await paste("Bearer EwBwA8l6BAAU"), "EwBwA8l6BAAU");
  assert.equal(await paste('{"access_token":"EwBwA8l6BAAU"}'), "EwBwA8l6BAAU");
  assert.deepEqual(await paste("EwBwA8l6BAAU"), {
    type: "text_pasted",
    text: "EwBwA8l6BAAU",
  });
  assert.deepEqual(await paste("www.example.com"), {
    type: "text_pasted",
    text: "www.example.com",
  });
});

test("pasted() gives everything to a field that waits for an address", async () => {
  const address = `https://orders.contoso.com/callback#access_token=${JWT}`;
  assert.deepEqual(await paste(address, states.browser("paste")), {
    type: "text_pasted",
    text: address,
  });
});

test("pasted() puts no token where it would be seen", async () => {
  const filter = states.play(states.home(), { type: "start_filter" });
  assert.equal(await paste(JWT, filter), JWT);
  const palette = states.play(states.home(), { type: "open_palette" });
  assert.equal(await paste(JWT, palette), JWT);
});

test("a pasted token leads back to where it was pasted", async () => {
  const message = await pasted(JWT, { services, state: states.failed() });
  const shown = states.play(states.failed(), message, message);
  assert.equal(shown.screen.kind, "token");
  assert.equal(states.play(shown, { type: "back" }).screen.kind, "error");
});

test("a pasted token does not end a sign-in", async () => {
  const message = await pasted(JWT, { services, state: states.device() });
  const after = states.play(states.device(), message);
  assert.equal(after.screen.kind, "device");
  assert.equal(after.notice?.text, "Finish or cancel the sign-in first");
});

test("pasted() answers to anything, and quickly", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
      await paste(text);
      await paste(`{"access_token":${text}`);
    }),
  );
  const start = performance.now();
  await paste("eyJ".repeat(400_000));
  await paste(`{"access_token":${"[".repeat(300_000)}`);
  assert.ok(performance.now() - start < 1000);
});
