import assert from "node:assert/strict";
import { openLoopback } from "../../src/adapters/loopback/receiver.ts";
import type {
  RedirectReceiver,
  RedirectRequest,
} from "../../src/engine/ports/mod.ts";

const STATE = "the-state-of-this-sign-in";
const permissions = { net: ["127.0.0.1", "[::1]", "localhost"] };

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions, fn });
}

async function listening(
  request: RedirectRequest,
  fn: (receiver: RedirectReceiver, origin: string) => Promise<void>,
): Promise<void> {
  const receiver = await openLoopback(request);
  try {
    await fn(
      receiver,
      `http://localhost:${new URL(receiver.redirectUri).port}`,
    );
  } finally {
    await receiver.close();
  }
}

async function post(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
    headers,
  });
  await response.body?.cancel();
  return response.status;
}

async function get(url: string): Promise<number> {
  const response = await fetch(url, { redirect: "manual" });
  await response.body?.cancel();
  return response.status;
}

test("openLoopback() takes the form_post answer with the right state", () =>
  listening({}, async (receiver, origin) => {
    const answer = receiver.receive(STATE);
    assert.equal(await post(`${origin}/`, { code: "c", state: STATE }), 200);
    assert.equal((await answer).parameters.get("code"), "c");
  }));

test("openLoopback() answers on both address families", () =>
  listening({}, async (receiver, origin) => {
    const { port } = new URL(origin);
    assert.equal(await get(`http://127.0.0.1:${port}/favicon.ico`), 404);
    assert.equal(await get(`http://[::1]:${port}/favicon.ico`), 404);
    assert.equal(receiver.method, "loopback");
  }));

test("openLoopback() keeps waiting through wrong states, favicons, wrong paths, methods and types", () =>
  listening({}, async (receiver, origin) => {
    let arrived = false;
    const answer = receiver.receive(STATE).finally(() => arrived = true);
    assert.equal(await post(`${origin}/`, { code: "c", state: "other" }), 400);
    assert.equal(await post(`${origin}/`, { code: "c" }), 400);
    assert.equal(await post(`${origin}/`, { state: STATE }), 404);
    assert.equal(
      await post(`${origin}/elsewhere`, { code: "c", state: STATE }),
      404,
    );
    assert.equal(await get(`${origin}/favicon.ico`), 404);
    assert.equal(await get(`${origin}/?code=c&state=${STATE}`), 404);
    assert.equal(
      await post(`${origin}/`, { code: "c", state: STATE }, {
        "content-type": "text/plain",
      }),
      415,
    );
    assert.equal(arrived, false);
    assert.equal(
      await post(`${origin}/`, { code: "right", state: STATE }),
      200,
    );
    assert.equal((await answer).parameters.get("code"), "right");
  }));

test("openLoopback() refuses a form with two states", () =>
  listening({}, async (receiver, origin) => {
    void receiver.receive(STATE);
    const response = await fetch(`${origin}/`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `code=c&state=${STATE}&state=${STATE}`,
    });
    await response.body?.cancel();
    assert.equal(response.status, 400);
  }));

/** `fetch` does not let a caller set Host, so this speaks HTTP itself. */
async function statusWithHost(port: number, host: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const body = `code=c&state=${STATE}`;
  await connection.write(new TextEncoder().encode(
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  ));
  const buffer = new Uint8Array(64);
  const size = await connection.read(buffer) ?? 0;
  return new TextDecoder().decode(buffer.subarray(9, Math.min(size, 12)));
}

test("openLoopback() refuses names that only lead here by somebody's DNS", () =>
  listening({}, async (receiver, origin) => {
    void receiver.receive(STATE);
    const port = Number(new URL(origin).port);
    for (
      const host of [
        `evil.example:${port}`,
        "localhost",
        `localhost:${port + 1}`,
        `localhost.evil.example:${port}`,
      ]
    ) {
      assert.equal(await statusWithHost(port, host), "421", host);
    }
  }));

test("openLoopback() accepts exactly one of a hundred racing answers", () =>
  listening({}, async (receiver, origin) => {
    const answer = receiver.receive(STATE);
    const statuses = await Promise.all(
      Array.from(
        { length: 100 },
        (_, i) => post(`${origin}/`, { code: `c${i}`, state: STATE }),
      ),
    );
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.ok((await answer).parameters.has("code"));
  }));

test("openLoopback() leads its short address to the sign-in page", () =>
  listening({}, async (receiver) => {
    const start = receiver.offer(
      new URL("https://login.example/authorize?state=1"),
    );
    const response = await fetch(start!, { redirect: "manual" });
    await response.body?.cancel();
    assert.equal(
      response.headers.get("location"),
      "https://login.example/authorize?state=1",
    );
  }));

test("openLoopback() keeps a fixed redirect URI letter for letter and takes query answers", () =>
  listening(
    { redirectUri: "http://localhost/Callback", responseMode: "query" },
    async (receiver, origin) => {
      const answer = receiver.receive(STATE);
      assert.equal(receiver.redirectUri, `${origin}/Callback`);
      assert.equal(await get(`${origin}/callback?code=c&state=${STATE}`), 404);
      assert.equal(await get(`${origin}/Callback?code=c&state=${STATE}`), 200);
      await answer;
    },
  ));

test("openLoopback() puts neither code nor state into its page", () =>
  listening({}, async (receiver, origin) => {
    void receiver.receive(STATE);
    const response = await fetch(`${origin}/`, {
      method: "POST",
      body: new URLSearchParams({ code: "the-code", state: STATE }),
    });
    const page = await response.text();
    assert.ok(!page.includes("the-code") && !page.includes(STATE));
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.match(
      response.headers.get("content-security-policy") ?? "",
      /default-src 'none'/,
    );
  }));

test("openLoopback() closes at once while somebody keeps a request open", async () => {
  const receiver = await openLoopback({});
  const port = Number(new URL(receiver.redirectUri).port);
  const hostile = await Deno.connect({ hostname: "127.0.0.1", port });
  await hostile.write(new TextEncoder().encode(
    `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ncode=`,
  ));
  const answer = receiver.receive(STATE);
  assert.equal(
    await post(`http://localhost:${port}/`, { code: "c", state: STATE }),
    200,
  );
  await answer;
  const before = performance.now();
  await receiver.close();
  assert.ok(performance.now() - before < 1_000);
  hostile.close();
});

test("openLoopback() serves its short address where nobody can guess it", () =>
  listening({}, async (receiver, origin) => {
    const start = receiver.offer(new URL("https://login.example/authorize"));
    assert.match(start?.pathname ?? "", /^\/[\w-]{12}$/);
    assert.equal(await get(`${origin}/start`), 404);
  }));

test("openLoopback() refuses a port whose other address family is taken", async () => {
  using squatter = Deno.listen({ hostname: "::1", port: 0 });
  const { port } = squatter.addr;
  await assert.rejects(openLoopback({ ports: [port] }), {
    code: "redirect_unavailable",
  });
});

test("openLoopback() tries the next port when one is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  free.close();
  const ports = [taken.addr.port, free.addr.port];
  await listening({ ports }, (receiver) => {
    assert.equal(receiver.redirectUri, `http://localhost:${ports[1]}`);
    return Promise.resolve();
  });
});

test("openLoopback() rejects with the signal's reason and frees the port", async () => {
  const controller = new AbortController();
  const receiver = await openLoopback({}, controller.signal);
  const answer = receiver.receive(STATE, controller.signal);
  controller.abort(new Error("stop"));
  await assert.rejects(answer, /stop/);
  await receiver.close();
  const { port } = new URL(receiver.redirectUri);
  Deno.listen({ hostname: "127.0.0.1", port: Number(port) }).close();
});

/** Reads the page's one script and the hash that its policy allows. */
async function scriptOf(response: Response) {
  const page = await response.text();
  const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? "";
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(script),
  );
  return { script, hash: new Uint8Array(digest).toBase64() };
}

test("openLoopback() in fragment mode serves a page whose policy allows its one script and nothing else", () =>
  listening({ responseMode: "fragment" }, async (receiver, origin) => {
    void receiver.receive(STATE);
    const response = await fetch(`${origin}/`);
    assert.equal(response.status, 200);
    const policy = response.headers.get("content-security-policy") ?? "";
    const { script, hash } = await scriptOf(response);
    assert.ok(policy.includes(`script-src 'sha256-${hash}'`));
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /form-action 'self'/);
    assert.doesNotMatch(policy, /script-src [^;]*unsafe/);
    assert.match(script, /history\.replaceState/);
  }));

test("openLoopback() in fragment mode takes what its page posts, and nothing from the address", () =>
  listening({ responseMode: "fragment" }, async (receiver, origin) => {
    const answer = receiver.receive(STATE);
    assert.equal(
      await get(`${origin}/?access_token=stolen&state=${STATE}`),
      200,
    );
    assert.equal(
      await post(`${origin}/`, { access_token: "a", state: "other" }),
      400,
    );
    assert.equal(
      await post(`${origin}/`, {
        access_token: "a",
        id_token: "i",
        state: STATE,
      }),
      200,
    );
    const { parameters } = await answer;
    assert.equal(parameters.get("access_token"), "a");
    assert.equal(parameters.get("id_token"), "i");
  }));

test("openLoopback() tells in its page that scripts are off, in words that help", () =>
  listening({ responseMode: "fragment" }, async (_receiver, origin) => {
    const text = await (await fetch(`${origin}/`)).text();
    assert.match(
      text,
      /<noscript>.*allow it for this page, then load the page again/,
    );
  }));

type Knock = (origin: string, at: number) => Promise<number>;

const KNOCKS: readonly Knock[] = [
  (origin) => get(`${origin}/favicon.ico`),
  (origin) => get(`${origin}/`),
  (origin) => get(`${origin}/.env`),
  (origin, at) => get(`${origin}/?code=x&state=${at}`),
  (origin, at) => get(`${origin}/start/../${at}?code=x&state=${STATE}`),
  (origin, at) => post(`${origin}/`, { code: "x", state: String(at) }),
  (origin) => post(`${origin}/`, { code: "x", state: "" }),
  (origin) => post(`${origin}/`, { state: STATE }),
  (origin) => post(`${origin}/callback`, { code: "x", state: STATE }),
  (origin) =>
    post(`${origin}/`, { code: "x", state: STATE }, {
      "content-type": "application/json",
    }),
  async (origin) => {
    const response = await fetch(`${origin}/`, { method: "PUT", body: "x" });
    await response.body?.cancel();
    return response.status;
  },
  async (origin) =>
    Number(await statusWithHost(Number(new URL(origin).port), "evil.example")),
];

test("openLoopback() lives through a thousand strays and accepts one of a hundred answers", () =>
  listening({}, async (receiver, origin) => {
    let arrived = false;
    const answer = receiver.receive(STATE).finally(() => arrived = true);
    for (let at = 0; at < 1000; at += 20) {
      const statuses = await Promise.all(
        Array.from(
          { length: 20 },
          (_, i) => KNOCKS[(at + i) % KNOCKS.length]!(origin, at + i),
        ),
      );
      assert.ok(statuses.every((status) => status >= 400 && status < 500));
      assert.equal(arrived, false);
    }
    const statuses = await Promise.all(
      Array.from(
        { length: 100 },
        (_, i) => post(`${origin}/`, { code: `c${i}`, state: STATE }),
      ),
    );
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.equal(statuses.filter((status) => status === 400).length, 99);
    assert.match((await answer).parameters.get("code") ?? "", /^c\d+$/);
  }));

test("openLoopback() is closed within a tenth of a second of its answer, open connections or not", async () => {
  const receiver = await openLoopback({});
  const port = Number(new URL(receiver.redirectUri).port);
  const idle = await Deno.connect({ hostname: "127.0.0.1", port });
  const answer = receiver.receive(STATE);
  // `fetch` keeps its connection too.
  assert.equal(
    await post(`http://localhost:${port}/`, { code: "c", state: STATE }),
    200,
  );
  await answer;
  const from = performance.now();
  await receiver.close();
  const took = performance.now() - from;
  idle.close();
  assert.ok(took <= 100, `it took ${Math.round(took)} ms`);
  for (const hostname of ["127.0.0.1", "::1"]) {
    await assert.rejects(Deno.connect({ hostname, port }));
  }
});
