import assert from "node:assert/strict";
import { complete } from "../../src/engine/flows/complete.ts";
import { AuthError } from "../../src/engine/errors.ts";
import { adviseError } from "../../src/cli/advise_error.ts";
import {
  ConfigurationError,
  ProfileNotFoundError,
  StorageError,
  UsageError,
} from "../../src/cli/errors.ts";
import { createServices } from "../../src/cli/interface/services.ts";
import type { Io } from "../../src/cli/io.ts";
import {
  CLIENT,
  entraError,
  idToken,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";
import { deviceReplies, env, GRAPH, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const files = {
  [PROFILES]: profilesText([
    {
      name: "app",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: [GRAPH],
      clientSecret: "env:S",
    },
    {
      name: "ada",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: ["User.Read"],
      flow: "device-code",
    },
    {
      name: "web",
      clientId: CLIENT,
      resource: "api://x",
      authority: `http://127.0.0.1:8080/${TENANT}`,
      redirectUri: "https://app.example/cb",
      flow: "authorization-code",
    },
  ]),
};

/** Takes the world that the program would hand to the interface. */
async function inInterface(
  setting: FakeSetting,
  work: (services: Awaited<ReturnType<typeof createServices>>) => Promise<void>,
) {
  return await runFake([], {
    files,
    env,
    terminals: ["stdin", "stderr"],
    ...setting,
    replace: {
      async openInterface(io: Io) {
        await work(await createServices(io));
        return 0;
      },
    },
  });
}

const noPaste = () => Promise.reject(new Error("nothing is pasted here"));
const signal = new AbortController().signal;

Deno.test("createServices() tells the flows that a profile can use", async () => {
  const ran = await inInterface({}, async (services) => {
    const [app, ada, web] = await services.profiles();
    assert.equal(app?.flow, "client-credentials");
    const canRun = (
      profile: typeof app,
      flow: string,
    ) =>
      profile?.flows?.some(({ name, reason }) =>
        name === flow && reason === undefined
      );
    assert.ok(canRun(app, "client-credentials"));
    assert.ok(canRun(app, "interactive"));
    assert.equal(ada?.flow, "device-code");
    assert.ok(!canRun(ada, "client-credentials"));
    assert.ok(canRun(ada, "interactive"));
    assert.ok(canRun(ada, "password"));
    assert.equal(ada?.flows?.length, 13);
    assert.deepEqual(web?.scopes, ["api://x/.default"]);
    assert.equal(web?.authority, "127.0.0.1:8080");
    assert.equal(web?.tenant, TENANT);
  });
  assert.equal(ran.code, 0, ran.stderr);
});

Deno.test("createServices() keeps tokens while the interface is open", async () => {
  const ran = await inInterface(
    { replies: deviceReplies() },
    async (services) => {
      const acquire = () =>
        complete(services.acquire("ada", { signal, paste: noPaste }));
      assert.equal((await acquire()).source, "flow");
      assert.equal((await acquire()).source, "cache");
    },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.ports.sent.length, 3);
});

Deno.test("createServices() runs the flow that was chosen, with the profile's secret", async () => {
  const ran = await inInterface(
    { replies: [tokenAnswer()] },
    async (services) => {
      const token = await complete(
        services.acquire("app", {
          flow: "client-credentials",
          signal,
          paste: noPaste,
        }),
      );
      assert.equal(token.flow, "client-credentials");
    },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.ports.sent[0]?.form.get("client_secret"), SECRET);
});

Deno.test("createServices() runs a flow that was chosen, whatever is kept", async () => {
  const ran = await inInterface(
    { replies: [...deviceReplies(), ...deviceReplies()] },
    async (services) => {
      const acquire = (flow?: "device-code") =>
        complete(services.acquire("ada", {
          ...(flow === undefined ? {} : { flow }),
          force: true,
          signal,
          paste: noPaste,
        }));
      await acquire();
      assert.equal((await acquire("device-code")).source, "flow");
    },
  );
  assert.equal(ran.code, 0, ran.stderr);
});

Deno.test("createServices() says why no browser could be opened", async () => {
  const ran = await inInterface({
    browser: () =>
      Promise.reject(new Error("There is no browser to open here")),
  }, async (services) => {
    const error = await services.openUrl("https://example.com/")
      .catch((thrown) => thrown);
    const { message } = await services.advise(error);
    assert.equal(
      message,
      "No browser could be opened: There is no browser to open here",
    );
  });
  assert.equal(ran.code, 0, ran.stderr);
});

Deno.test("createServices() asks the interface for the pasted address", async () => {
  const nonce = new Uint8Array(32).fill(2)
    .toBase64({ alphabet: "base64url", omitPadding: true });
  const iss = `http://127.0.0.1:8080/${TENANT}/v2.0`;
  const ran = await inInterface({
    realRedirect: true,
    replies: [tokenAnswer({ id_token: idToken({ nonce, iss }) })],
  }, async (services) => {
    const paste = () => Promise.resolve("0.AXkAcode-that-was-pasted");
    await complete(services.acquire("web", { signal, paste }));
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(
    ran.ports.sent[0]?.form.get("code"),
    "0.AXkAcode-that-was-pasted",
  );
});

Deno.test("createServices() copies by a sequence on standard error", async () => {
  const ran = await inInterface({}, async (services) => {
    assert.equal(await services.copy("tökén"), "osc52");
  });
  assert.equal(ran.stderr, "\u001b]52;c;dMO2a8Opbg==\u0007");
  assert.equal(ran.stdout, "");
});

Deno.test("adviseError() explains what the authority said and suggests what can help", async () => {
  const ran = await inInterface({
    replies: [entraError("invalid_client", { code: 7000215, status: 401 })],
  }, async (services) => {
    const error = await complete(
      services.acquire("app", { signal, paste: noPaste }),
    ).catch((thrown) => thrown);
    const view = await services.advise(error);
    assert.equal(view.code, "authentication_refused");
    assert.match(view.hint ?? "", /secret/i);
    assert.ok(view.details.some(({ value }) => value === "AADSTS7000215"));
    // A wrong secret is as wrong in every other flow.
    assert.deepEqual(view.suggestions, []);
    const labels = view.details.map(({ label }) => label.toLowerCase());
    assert.equal(new Set([...labels, "error code"]).size, labels.length + 1);
    assert.ok(!JSON.stringify(view).includes(SECRET));
  });
  assert.equal(ran.code, 0, ran.stderr);
  const lost = await adviseError(
    new AuthError("browser_unavailable", "No browser"),
  );
  assert.deepEqual(lost.suggestions, ["device-code"]);
});

Deno.test("adviseError() names no option of the shell", async () => {
  const ran = await inInterface({}, async (services) => {
    const error = await complete(
      services.acquire("ada", {
        flow: "client-credentials",
        signal,
        paste: noPaste,
      }),
    ).catch((thrown) => thrown);
    assert.match(error.hint, / --client-secret-env/);
    const { hint } = await services.advise(error);
    assert.match(hint ?? "", /^Edit the profile: its proof/);
  });
  assert.equal(ran.code, 0, ran.stderr);
});

Deno.test("adviseError() has words for what is gone, and names no class", async () => {
  for (
    const thrown of [
      new ProfileNotFoundError('Cannot find the profile "work"'),
      new ConfigurationError("Cannot use it"),
      new StorageError("Cannot write it"),
      new UsageError("Cannot do it"),
    ]
  ) {
    const { title, code, message } = await adviseError(thrown);
    assert.equal(message, thrown.message);
    assert.doesNotMatch(`${title} ${code}`, /Error|^Something/);
  }
  const gone = await adviseError(new ProfileNotFoundError("Cannot find it"));
  assert.equal(gone.title, "The profile is not there any more");
});

Deno.test("adviseError() repeats nothing of an error that it does not know", async () => {
  for (
    const thrown of [new TypeError("hunter2"), "hunter2", undefined, {
      message: "hunter2",
    }]
  ) {
    const view = await adviseError(thrown);
    assert.equal(view.code, "unexpected");
    assert.ok(!JSON.stringify(view).includes("hunter2"));
  }
});
