import assert from "node:assert/strict";
import {
  type ApiRequestInit,
  AuthError,
  type Client,
  createClient,
} from "../../mod.ts";
import { fetchApi } from "../../src/adapters/fetch.ts";
import { startSandbox } from "../../src/sandbox/mod.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { type Api, recordApi } from "./api_calls.ts";
import { GRAPH, SECRET } from "./calls.ts";

const ME = "https://graph.microsoft.com/v1.0/me";
const ok = () => Response.json({ id: "ada" });

/** A client whose tokens are numbered, and whose APIs are one function. */
function openClient(api: Api = ok, options = {}) {
  const tokens = fakePorts({
    replies: [1, 2, 3].map((number) =>
      tokenAnswer({ access_token: `token-${number}` })
    ),
  });
  const { fetch, calls } = recordApi(api);
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    auth: { secret: SECRET },
    ports: { ...tokens, apiFetch: fetch },
    ...options,
  });
  const sent = () => calls.map(({ headers }) => headers.get("authorization"));
  return { client, calls, sent, tokens };
}

function refusal(
  client: Client,
  input: string,
  init?: ApiRequestInit,
): Promise<unknown> {
  return client.fetch(input, init).then(
    () => undefined,
    (error) => error instanceof AuthError ? error.code : error,
  );
}

Deno.test("client.fetch() adds the token of the API at the address", async () => {
  const { client, calls, sent, tokens } = openClient();
  const answer = await client.fetch(ME, { headers: { "x-a": "b" } });
  assert.deepEqual(await answer.json(), { id: "ada" });
  assert.deepEqual(sent(), ["Bearer token-1"]);
  assert.equal(calls[0]?.headers.get("x-a"), "b");
  assert.equal(tokens.sent[0]?.form.get("scope"), GRAPH);
  await client.fetch(new URL(ME));
  await client.fetch(new Request(ME, { method: "POST", body: "text" }));
  assert.deepEqual(sent(), Array(3).fill("Bearer token-1"));
  assert.equal(new TextDecoder().decode(calls[2]?.body), "text");
});

Deno.test("client.fetch() sends a token to its API and to named origins alone", async () => {
  const { client, calls, tokens } = openClient();
  const refused: readonly (readonly [string, ApiRequestInit?])[] = [
    ["http://graph.microsoft.com/v1.0/me"],
    ["https://evil.example/", { scopes: [GRAPH] }],
    ["https://graph.microsoft.com.evil.example/", { scopes: ["User.Read"] }],
    ["https://evil.example/", { scopes: ["api://orders/.default"] }],
    ["https://orders.contoso.com/", { scopes: ["api://orders/.default"] }],
    ["https://other.example/", { scopes: ["https://orders.example/.default"] }],
    [ME, { scopes: ["https://vault.azure.net/.default"] }],
    ["https://evil.example/", {
      scopes: [GRAPH],
      origins: ["https://gateway.example"],
    }],
  ];
  for (const [input, init] of refused) {
    assert.equal(
      await refusal(client, input, init),
      "invalid_parameter",
      input,
    );
  }
  assert.equal(
    await refusal(client, "https://orders.contoso.com/"),
    "invalid_scope",
  );
  assert.equal(calls.length + tokens.sent.length, 0);
  const orders = { scopes: ["api://orders/.default"] };
  await client.fetch("https://orders.contoso.com/", {
    ...orders,
    origins: ["https://orders.contoso.com"],
  });
  await client.fetch("https://orders.example/list", {
    scopes: ["https://orders.example/.default"],
  });
  await client.fetch(ME, { scopes: ["https://graph.microsoft.us/.default"] });
  assert.equal(calls.length, 3);
});

Deno.test("client.fetch() answers a claims challenge once, with the body again", async () => {
  const claims = btoa('{"access_token":{"nbf":{"value":"1"}}}');
  const challenge = () =>
    new Response("no", {
      status: 401,
      headers: {
        "www-authenticate":
          `PoP nonce="x", Bearer realm="", error="insufficient_claims", claims="${claims}"`,
      },
    });
  const { client, calls, sent, tokens } = openClient((_call, index) =>
    index === 0 ? challenge() : ok()
  );
  const body = new Blob(["a long ", "body"]).stream();
  const answer = await client.fetch(ME, { method: "POST", body });
  assert.equal(answer.status, 200);
  assert.deepEqual(sent(), ["Bearer token-1", "Bearer token-2"]);
  assert.equal(new TextDecoder().decode(calls[1]?.body), "a long body");
  assert.deepEqual(JSON.parse(tokens.sent[1]?.form.get("claims") ?? ""), {
    access_token: { xms_cc: { values: ["cp1"] }, nbf: { value: "1" } },
  });
  const stubborn = openClient(challenge);
  const last = await stubborn.client.fetch(ME);
  assert.equal(last.status, 401);
  assert.equal(stubborn.calls.length, 2);
  assert.equal(await last.text(), "no");
});

Deno.test("client.fetch() says that it answers challenges, unless the client says what it can do", async () => {
  const usual = openClient();
  await usual.client.fetch(ME);
  assert.match(usual.tokens.sent[0]?.form.get("claims") ?? "", /"cp1"/);
  const own = openClient(ok, { capabilities: [] });
  await own.client.fetch(ME);
  assert.equal(own.tokens.sent[0]?.form.get("claims"), null);
});

Deno.test("client.fetch() hands out a redirect and follows none", async () => {
  const { client, calls } = openClient(() =>
    new Response(null, {
      status: 302,
      headers: { location: "https://evil.example/" },
    })
  );
  const answer = await client.fetch(ME, { redirect: "follow" });
  assert.equal(answer.status, 302);
  assert.equal(calls.length, 1);
});

Deno.test("client.fetch() takes no token of the caller's own, and ends with its signal", async () => {
  const { client, sent } = openClient();
  await client.fetch(ME, { headers: { authorization: "Bearer mine" } });
  assert.deepEqual(sent(), ["Bearer token-1"]);
  const reason = new Error("enough");
  await assert.rejects(
    client.fetch(ME, { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
});

Deno.test("fetchApi() follows no redirect that nobody asked for, and reads an answer as it comes", async () => {
  let asked = 0;
  const part = new TextEncoder().encode("part");
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      asked += 1;
      if (request.url.endsWith("/away")) {
        return Response.redirect(new URL("/", request.url), 302);
      }
      // An answer without an end: who waits for it sees nothing.
      let size = 0;
      return new Response(
        new ReadableStream({
          pull(controller) {
            size += part.length;
            if (size < 64) controller.enqueue(part);
          },
        }),
      );
    },
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const away = new Request(`${origin}/away`, { redirect: "manual" });
  const redirect = await fetchApi(away);
  assert.equal(redirect.status, 302);
  await redirect.body?.cancel();
  assert.equal(asked, 1);
  const answer = await fetchApi(new Request(origin));
  const reader = answer.body?.getReader();
  assert.ok((await reader?.read())?.value);
  await reader?.cancel();
});

Deno.test("client.fetch() works against the sandbox, an event that ends its token included", async () => {
  const sandbox = await startSandbox();
  try {
    const nightly = sandbox.ready.clients.find(({ name }) =>
      name === "Contoso Nightly Report"
    );
    const scopes = ["api://5b0e6c7a-93d4-4f1e-8a25-6f4c1d2e7b90/.default"];
    const client = createClient({
      authority: sandbox.authority,
      clientId: nightly?.client_id ?? "",
      auth: { secret: nightly?.client_secret ?? "" },
    });
    const url = `${sandbox.origin}/api/orders`;
    const init = { scopes, origins: [sandbox.origin] };
    const first = await client.fetch(url, init);
    assert.equal(first.status, 200, await first.text());
    const before = await client.getToken(scopes, { capabilities: ["cp1"] });
    sandbox.control.advanceClock(10);
    sandbox.control.challenge(nightly?.client_id ?? "");
    const second = await client.fetch(url, init);
    assert.equal(second.status, 200, await second.text());
    const after = await client.getToken(scopes, { capabilities: ["cp1"] });
    assert.notEqual(after.accessToken, before.accessToken);
  } finally {
    await sandbox.close();
  }
});
