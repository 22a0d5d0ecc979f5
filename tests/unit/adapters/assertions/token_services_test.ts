import assert from "node:assert/strict";
import { openAssertion } from "../../../../src/adapters/assertions/mod.ts";
import { AuthError } from "../../../../src/engine/errors.ts";
import type { AssertionReference } from "../../../../src/engine/protocol/client_assertion_reference.ts";
import {
  type FakeAssertionWorld,
  fakeAssertionWorld,
  JOB_TOKEN,
} from "../../../support/assertion_world.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const CONNECTION = "33333333-0000-4000-8000-000000000000";
const GITHUB: AssertionReference = {
  type: "assertion",
  from: "github-actions",
};
const PIPELINES: AssertionReference = {
  type: "assertion",
  from: "azure-pipelines",
  serviceConnectionId: CONNECTION,
};

/** A world as the runners of both make it. */
function job(): FakeAssertionWorld {
  const world = fakeAssertionWorld();
  for (
    const [name, value] of [
      ["ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.example/t?api-version=2.0"],
      ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", JOB_TOKEN],
      ["SYSTEM_OIDCREQUESTURI", "https://dev.example/org/_apis/oidctoken"],
      ["SYSTEM_ACCESSTOKEN", JOB_TOKEN],
    ] as const
  ) world.variables.set(name, value);
  world.answer = () => Response.json({ value: "jwt", oidcToken: "jwt" });
  return world;
}

async function refusalOf(
  reference: AssertionReference,
  world: FakeAssertionWorld,
): Promise<AuthError> {
  const error = await openAssertion(reference, world.ports)({})
    .catch((error: unknown) => error);
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  assert.match(error.message, /^Cannot get the assertion of \S+ \S+: .*[^.]$/);
  assert.ok(!Deno.inspect(error).includes(JOB_TOKEN));
  return error;
}

test("githubActionsAssertion() asks for Entra's audience with the job's token", async () => {
  const world = job();
  const secret = await openAssertion(GITHUB, world.ports)({});
  assert.equal(secret.reveal(), "jwt");
  const [request] = world.requests;
  assert.equal(
    request?.url,
    "https://run.example/t?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange",
  );
  assert.equal(request.method, "GET");
  assert.equal(request.headers.get("authorization"), `Bearer ${JOB_TOKEN}`);
  assert.equal(request.redirect, "manual");
});

test("githubActionsAssertion() asks for another audience when told to", async () => {
  const world = job();
  const own = openAssertion({ ...GITHUB, audience: "api://own" }, world.ports);
  await own({});
  await own({ audience: "api://now" });
  assert.deepEqual(
    world.requests.map(({ url }) => new URL(url).searchParams.get("audience")),
    ["api://own", "api://now"],
  );
});

test("azurePipelinesAssertion() names the service connection and wants no sign-in page", async () => {
  const world = job();
  const secret = await openAssertion(PIPELINES, world.ports)({});
  assert.equal(secret.reveal(), "jwt");
  const [request] = world.requests;
  assert.equal(
    request?.url,
    `https://dev.example/org/_apis/oidctoken?api-version=7.1&serviceConnectionId=${CONNECTION}`,
  );
  assert.equal(request.method, "POST");
  assert.deepEqual(Object.fromEntries(request.headers), {
    authorization: `Bearer ${JOB_TOKEN}`,
    "content-type": "application/json",
    "x-tfs-fedauthredirect": "Suppress",
  });
});

test("azurePipelinesAssertion() takes the task's service connection when none is named", async () => {
  const reference = { type: "assertion", from: "azure-pipelines" } as const;
  const world = job();
  assert.equal((await refusalOf(reference, world)).code, "missing_credential");
  world.variables.set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", CONNECTION);
  await openAssertion(reference, world.ports)({});
  assert.ok(world.requests[0]?.url.endsWith(CONNECTION));
});

const BOTH = [["GitHub Actions", GITHUB], [
  "Azure Pipelines",
  PIPELINES,
]] as const;
for (const [service, reference] of BOTH) {
  test(`openAssertion() names the variable that ${service} did not set`, async () => {
    for (const name of [...job().variables.keys()]) {
      const world = job();
      world.variables.delete(name);
      const isGithub = name.startsWith("ACTIONS_");
      if (isGithub !== (service === "GitHub Actions")) continue;
      const error = await refusalOf(reference, world);
      assert.equal(error.code, "credential_invalid");
      assert.match(error.message, new RegExp(`${name} is not set`));
    }
  });

  test(`openAssertion() sends the job's token of ${service} to https and to loopback alone`, async () => {
    for (
      const url of [
        "http://run.example/",
        "ftp://run.example/",
        "words",
        "https://user:canary@run.example/",
        "https://user@run.example/",
        "http://user:canary@127.0.0.1:9/",
      ]
    ) {
      const world = job();
      world.variables.set("ACTIONS_ID_TOKEN_REQUEST_URL", url);
      world.variables.set("SYSTEM_OIDCREQUESTURI", url);
      const error = await refusalOf(reference, world);
      assert.equal(error.code, "credential_invalid");
      assert.ok(!Deno.inspect(error).includes("canary"));
      assert.equal(world.requests.length, 0);
    }
    const world = job();
    world.variables.set("ACTIONS_ID_TOKEN_REQUEST_URL", "http://127.0.0.1:9/");
    world.variables.set("SYSTEM_OIDCREQUESTURI", "http://[::1]:9/");
    await openAssertion(reference, world.ports)({});
  });

  test(`openAssertion() tells nothing of a job's token of ${service} that cannot be sent`, async () => {
    for (const token of ["canary\r\nx: y", "canary\u0000", "canär→y", "a b"]) {
      const world = job();
      world.variables.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", token);
      world.variables.set("SYSTEM_ACCESSTOKEN", token);
      const error = await refusalOf(reference, world);
      assert.equal(error.code, "credential_invalid");
      assert.ok(!/can.ry/.test(Deno.inspect(error)), Deno.inspect(error));
      assert.equal(world.requests.length, 0);
    }
  });

  const answers: readonly [string, () => Response | Error, string][] = [
    [
      "401",
      () => new Response("no", { status: 401 }),
      "authentication_refused",
    ],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "/in" } }),
      "authentication_refused",
    ],
    ["a sign-in page", () => new Response("<html>"), "authentication_refused"],
    ["503", () => new Response("busy", { status: 503 }), "server_error"],
    ["429", () => new Response("slow", { status: 429 }), "server_error"],
    ["no token", () => Response.json({ count: 1 }), "response_invalid"],
    ["null", () => Response.json(null), "response_invalid"],
    [
      "an empty token",
      () => Response.json({ value: "", oidcToken: " " }),
      "response_invalid",
    ],
    [
      "a number",
      () => Response.json({ value: 1, oidcToken: 1 }),
      "response_invalid",
    ],
    ["nothing", () => new TypeError("refused"), "network_error"],
    ["late", () => new DOMException("late", "TimeoutError"), "timed_out"],
    [
      "too much",
      () =>
        new AuthError(
          "response_invalid",
          "Cannot get the assertion of X Y: big",
          { hint: "h" },
        ),
      "response_invalid",
    ],
  ];
  for (const [what, answer, code] of answers) {
    test(`openAssertion() ends with ${code} when ${service} answers ${what}`, async () => {
      const world = job();
      world.answer = answer;
      assert.equal((await refusalOf(reference, world)).code, code);
    });
  }
}

test("azurePipelinesAssertion() tells the ids by which support finds the request", async () => {
  const world = job();
  world.answer = () =>
    new Response("", {
      status: 401,
      headers: { "x-vss-e2eid": "abc", "x-msedge-ref": "Ref A" },
    });
  const { message } = await refusalOf(PIPELINES, world);
  assert.match(message, /HTTP 401, x-vss-e2eid abc, x-msedge-ref Ref A$/);
});

test("openAssertion() ends with the reason of an abort while a service is asked", async () => {
  const abort = new AbortController();
  const world = job();
  world.answer = () => {
    abort.abort(new Error("enough"));
    return new TypeError("aborted");
  };
  const source = openAssertion(GITHUB, world.ports);
  await assert.rejects(source({ signal: abort.signal }), /enough/);
});
