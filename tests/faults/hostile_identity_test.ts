// Identity endpoints and token services that answer anything, over real connections.
import assert from "node:assert/strict";
import { openAssertion } from "../../src/adapters/assertions/mod.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import { createFetch } from "../../src/adapters/fetch.ts";
import { systemIdentityHost } from "../../src/adapters/managed_identity.ts";
import { AuthError, type AuthErrorCode } from "../../src/engine/errors.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { managedIdentity } from "../../src/engine/flows/managed_identity.ts";
import type { ManagedIdentityHost } from "../../src/engine/ports/mod.ts";
import { fakeAssertionWorld } from "../support/assertion_world.ts";

/** Sent as the proof or the job's token: must be shown nowhere. */
const CANARY = "canary-of-this-machine";
const MIB = 1024 * 1024;

type Answer = (origin: string) => Response | Promise<Response>;

/** Refuses what is not asked for: nothing may follow a redirect. */
async function withServer(
  answer: Answer,
  work: (origin: string) => Promise<void>,
): Promise<void> {
  const paths: string[] = [];
  const end = new AbortController();
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: end.signal,
      onListen() {},
      onError: () => new Response(null, { status: 500 }),
    },
    ({ url, headers }) => {
      const { origin, pathname } = new URL(url);
      paths.push(pathname);
      assert.ok(Deno.inspect(headers).includes(CANARY));
      return answer(origin);
    },
  );
  try {
    await work(`http://127.0.0.1:${server.addr.port}`);
    assert.deepEqual(paths, ["/token"]);
  } finally {
    end.abort();
    await server.finished;
  }
}

function stream(part: Uint8Array<ArrayBuffer>, parts = Infinity): Response {
  let count = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (count++ < parts) controller.enqueue(part);
        // Neither more nor an end: the asker has to give up.
        else return new Promise(() => {});
      },
    }),
    { headers: { "content-type": "application/json" } },
  );
}

async function bomb(): Promise<Response> {
  const zeros = new Response(new Uint8Array(8 * MIB)).body!
    .pipeThrough(new CompressionStream("gzip"));
  return new Response(await new Response(zeros).bytes(), {
    headers: {
      "content-encoding": "gzip",
      "content-type": "application/json",
    },
  });
}

const GOOD = {
  access_token: "t",
  expires_on: "4102444800",
  value: "t",
};

/** What is answered, and what either asker makes of it. */
const ANSWERS: readonly (readonly [
  string,
  Answer,
  { readonly identity: AuthErrorCode; readonly job: AuthErrorCode },
])[] = [
  ["more than 1 MiB", () => Response.json({ ...GOOD, x: "x".repeat(MIB) }), {
    identity: "response_invalid",
    job: "response_invalid",
  }],
  ["without end", () => stream(new Uint8Array(65_536).fill(32)), {
    identity: "response_invalid",
    job: "response_invalid",
  }],
  ["8 MiB in a small archive", bomb, {
    identity: "response_invalid",
    job: "response_invalid",
  }],
  ["half, and then nothing", () => stream(new Uint8Array([123]), 1), {
    identity: "managed_identity_unavailable",
    job: "timed_out",
  }],
  ["not at all", () => new Promise(() => {}), {
    identity: "managed_identity_unavailable",
    job: "timed_out",
  }],
  [
    "with a redirect",
    (origin) => Response.redirect(`${origin}/elsewhere`, 307),
    { identity: "authentication_refused", job: "authentication_refused" },
  ],
  ["with a page", () => new Response("<html>sign in</html>"), {
    identity: "response_invalid",
    job: "authentication_refused",
  }],
  ["with half of JSON", () => new Response('{"access_token":"t"'), {
    identity: "response_invalid",
    job: "authentication_refused",
  }],
  ["with a list", () => Response.json([GOOD]), {
    identity: "response_invalid",
    job: "response_invalid",
  }],
  [
    "with numbers",
    () => Response.json({ access_token: 1, expires_on: 1, value: 1 }),
    { identity: "response_invalid", job: "response_invalid" },
  ],
  [
    "with objects",
    () => Response.json({ access_token: {}, expires_on: [], value: [] }),
    { identity: "response_invalid", job: "response_invalid" },
  ],
  [
    "with inherited members",
    () =>
      new Response('{"__proto__":{"access_token":"t","value":"t"}}', {
        headers: { "content-type": "application/json" },
      }),
    { identity: "response_invalid", job: "response_invalid" },
  ],
  [
    "with JSON of great depth",
    () =>
      new Response(
        `{"value":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
        { headers: { "content-type": "application/json" } },
      ),
    { identity: "response_invalid", job: "response_invalid" },
  ],
  [
    "with a refusal that repeats the secret",
    () =>
      Response.json({ error: CANARY, message: CANARY, [CANARY]: CANARY }, {
        status: 400,
      }),
    { identity: "authentication_refused", job: "authentication_refused" },
  ],
];

function checkTold(error: unknown, code: AuthErrorCode, events: unknown): void {
  assert.ok(error instanceof AuthError, String(error));
  assert.equal(error.code, code, error.message);
  assert.ok(error.hint);
  const told = Deno.inspect([error, events], { depth: 20 });
  assert.ok(!told.includes(CANARY), told);
}

const fetch = createFetch({ totalMs: 500 });

for (const [what, answer, codes] of ANSWERS) {
  Deno.test(`managedIdentity() ends with ${codes.identity} when an endpoint answers ${what}`, () =>
    withServer(answer, async (origin) => {
      const variables: Record<string, string> = {
        IDENTITY_ENDPOINT: `${origin}/token`,
        IDENTITY_HEADER: CANARY,
      };
      const host: ManagedIdentityHost = {
        ...systemIdentityHost,
        variable: (name) => variables[name],
        fetch,
      };
      const events: unknown[] = [];
      const run = managedIdentity(
        { scopes: ["https://management.azure.com//.default"] },
        { clock: systemClock, managedIdentity: host },
      );
      const error = await complete(run, (event) => events.push(event))
        .catch((error: unknown) => error);
      checkTold(error, codes.identity, events);
    }));

  Deno.test(`githubActionsAssertion() ends with ${codes.job} when the service answers ${what}`, () =>
    withServer(answer, async (origin) => {
      const { ports, variables } = fakeAssertionWorld();
      variables.set("ACTIONS_ID_TOKEN_REQUEST_URL", `${origin}/token`);
      variables.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", CANARY);
      const source = openAssertion(
        { type: "assertion", from: "github-actions" },
        { ...ports, fetch },
      );
      const error = await source({}).catch((error: unknown) => error);
      checkTold(error, codes.job, []);
    }));
}
