import assert from "node:assert/strict";
import {
  type AssertionPorts,
  openAssertion,
} from "../../src/adapters/assertions/mod.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import { systemCredentialPorts } from "../../src/adapters/credentials.ts";
import { createFetch } from "../../src/adapters/fetch.ts";
import { AuthError } from "../../src/engine/errors.ts";
import { Secret } from "../../src/engine/secret.ts";
import type { AssertionReference } from "../../src/engine/protocol/client_assertion_reference.ts";
import { fakeAssertionWorld, JOB_TOKEN } from "../support/assertion_world.ts";

/** A world in which every source gives the same assertion. */
interface World extends AsyncDisposable {
  readonly ports: AssertionPorts;
  readonly path: string;
  readonly command: readonly string[];
  /** Sets what the sources give; nothing means that they have none. */
  give(assertion: string | undefined): void;
}

const VARIABLE = "ENTRADA_TEST_ASSERTION";

/** The address is the only thing that differs between the two worlds. */
function variables(origin: string, path: string): [string, string][] {
  return [
    ["AZURE_FEDERATED_TOKEN_FILE", path],
    ["ACTIONS_ID_TOKEN_REQUEST_URL", `${origin}/github?api-version=2.0`],
    ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", JOB_TOKEN],
    ["SYSTEM_OIDCREQUESTURI", `${origin}/pipelines`],
    ["SYSTEM_ACCESSTOKEN", JOB_TOKEN],
  ];
}

function answer(request: Request, assertion: string | undefined): Response {
  const isJob = request.headers.get("authorization") === `Bearer ${JOB_TOKEN}`;
  return assertion === undefined || !isJob
    ? new Response("<html>sign in</html>", { status: 401 })
    : Response.json({ value: assertion, oidcToken: assertion });
}

function notSignedIn(): AuthError {
  return new AuthError("missing_credential", "Cannot get the assertion", {
    hint: "Sign in",
  });
}

function fakeWorld(): Promise<World> {
  const world = fakeAssertionWorld();
  const path = "/token";
  for (const [name, value] of variables("https://run.example", path)) {
    world.variables.set(name, value);
  }
  return Promise.resolve({
    ports: world.ports,
    path,
    command: ["mint"],
    give(assertion) {
      world.files.delete(path);
      world.variables.delete(VARIABLE);
      world.result = { code: 1, stdout: "", stderr: "no token" };
      world.token = notSignedIn();
      world.answer = () =>
        answer(world.requests.at(-1) ?? new Request("http://x"), assertion);
      if (assertion === undefined) return;
      world.files.set(path, `${assertion}\n`);
      world.variables.set(VARIABLE, `${assertion}\n`);
      world.result = { code: 0, stdout: `${assertion}\n`, stderr: "" };
      world.token = assertion;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

async function systemWorld(): Promise<World> {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/token`;
  let given: string | undefined;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(request, given),
  );
  const set = variables(`http://127.0.0.1:${server.addr.port}`, path);
  const before = [...set.map(([name]) => name), VARIABLE]
    .map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of set) Deno.env.set(name, value);
  return {
    ports: systemCredentialPorts(
      { fetch: createFetch(), clock: systemClock },
      {
        profileAssertion: () =>
          given === undefined
            ? Promise.reject(notSignedIn())
            : Promise.resolve(new Secret(given)),
      },
    ),
    path,
    command: [
      Deno.execPath(),
      "eval",
      `console.log(Deno.readTextFileSync(${JSON.stringify(path)}))`,
    ],
    give(assertion) {
      given = assertion;
      Deno.env.delete(VARIABLE);
      try {
        Deno.removeSync(path);
      } catch {
        // It is not there yet.
      }
      if (assertion === undefined) return;
      Deno.writeTextFileSync(path, `${assertion}\n`);
      Deno.env.set(VARIABLE, `${assertion}\n`);
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(directory, { recursive: true });
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}

type Source = (world: World) => AssertionReference;
const SOURCES: Readonly<Record<string, Source>> = {
  "a file": ({ path }) => ({ type: "assertion", from: "file", path }),
  "the platform's file": () => ({ type: "assertion", from: "file" }),
  "a variable": () => ({ type: "assertion", from: "env", name: VARIABLE }),
  "a command": ({ command }) => ({
    type: "assertion",
    from: "command",
    command,
  }),
  "GitHub Actions": () => ({ type: "assertion", from: "github-actions" }),
  "Azure Pipelines": () => ({
    type: "assertion",
    from: "azure-pipelines",
    serviceConnectionId: "33333333-0000-4000-8000-000000000000",
  }),
  "Kubernetes": () => ({ type: "assertion", from: "kubernetes" }),
  "a profile": () => ({
    type: "assertion",
    from: "profile",
    profile: "other",
  }),
};

const WORLDS = { fake: fakeWorld, "this machine's": systemWorld };
for (const [kind, open] of Object.entries(WORLDS)) {
  for (const [source, make] of Object.entries(SOURCES)) {
    Deno.test(`openAssertion() keeps the contract with ${kind} ports for ${source}`, async (t) => {
      await using world = await open();
      const ask = openAssertion(make(world), world.ports);

      await t.step(
        "it gives the assertion without blanks around it",
        async () => {
          world.give("first");
          assert.equal((await ask({})).reveal(), "first");
        },
      );

      await t.step("it reads anew on every use", async () => {
        world.give("second");
        assert.equal((await ask({})).reveal(), "second");
      });

      await t.step(
        "it says what is missing, what to do, and no secret",
        async () => {
          world.give(undefined);
          const error = await ask({}).catch((error: unknown) => error);
          assert.ok(error instanceof AuthError, String(error));
          assert.match(error.message, /^Cannot (get|read) the assertion/);
          assert.ok(error.hint);
          assert.ok(!Deno.inspect(error).includes(JOB_TOKEN));
        },
      );

      await t.step("it ends with the reason of an abort", async () => {
        const reason = new Error("enough");
        const signal = AbortSignal.abort(reason);
        await assert.rejects(ask({ signal }), reason);
      });

      await t.step(
        "it recovers when the assertion is there again",
        async () => {
          world.give("third");
          assert.equal((await ask({})).reveal(), "third");
        },
      );
    });
  }
}
