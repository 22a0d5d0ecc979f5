import assert from "node:assert/strict";
import { createFetch } from "../../src/adapters/fetch.ts";

const permissions = { net: ["127.0.0.1"] };

type Handler = (request: Request) => Response | Promise<Response>;

async function serving(
  handler: Handler,
  fn: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    handler,
  );
  try {
    await fn(`http://127.0.0.1:${server.addr.port}/`);
  } finally {
    await server.shutdown();
  }
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions, fn });
}

test("createFetch() reads status, headers and body", () =>
  serving(
    () => new Response("hello", { status: 418, headers: { "x-a": "b" } }),
    async (url) => {
      const response = await createFetch()(new Request(url));
      assert.equal(response.status, 418);
      assert.equal(response.headers.get("x-a"), "b");
      assert.equal(await response.text(), "hello");
    },
  ));

test("createFetch() stops a body that is larger than the limit, compressed or not", () =>
  serving(() => {
    const zeros = new Blob([new Uint8Array(8 * 1024 * 1024)]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    return new Response(zeros, { headers: { "content-encoding": "gzip" } });
  }, async (url) => {
    await assert.rejects(createFetch({ largestBody: 1000 })(new Request(url)), {
      code: "response_invalid",
    });
  }));

test("createFetch() ends with a TimeoutError when the body never ends", async () => {
  const stop = new AbortController();
  await serving(() => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(1));
        stop.signal.addEventListener("abort", () => controller.close());
      },
    });
    return new Response(body);
  }, async (url) => {
    await assert.rejects(createFetch({ totalMs: 50 })(new Request(url)), {
      name: "TimeoutError",
    });
    stop.abort();
  });
});

test("createFetch() rejects with the reason of the request's own signal", async () => {
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<Response>();
  await serving(() => {
    asked.resolve();
    return held.promise;
  }, async (url) => {
    const controller = new AbortController();
    const pending = createFetch()(
      new Request(url, { signal: controller.signal }),
    );
    await asked.promise;
    controller.abort(new Error("stop"));
    await assert.rejects(pending, /stop/);
    held.resolve(new Response());
  });
});

test("createFetch() with a manual redirect shows the redirect and visits nothing", () =>
  serving(
    () => Response.redirect("http://127.0.0.1:1/elsewhere", 307),
    async (url) => {
      const response = await createFetch()(
        new Request(url, {
          method: "POST",
          body: "secret",
          redirect: "manual",
        }),
      );
      assert.equal(response.status, 307);
    },
  ));
