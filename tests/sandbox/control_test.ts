import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  CLI,
  CLI_REQUEST,
  codeFor,
  CONTOSO,
  DAEMON,
  errorOf,
  type Fields,
  openBrowser,
  openSandbox,
  postForm,
  redemption,
  redirected,
} from "./visitor.ts";

const GOOD: Fields = {
  grant_type: "client_credentials",
  client_id: DAEMON.id,
  client_secret: DAEMON.secret,
  scope: "https://graph.microsoft.com/.default",
};

function control(
  sandbox: SandboxHandler,
  path: string,
  { json, headers = {} }: { json?: unknown; headers?: Record<string, string> } =
    {},
): Promise<Response> {
  return sandbox.fetch(
    new Request(`${sandbox.origin}/_sandbox/${path}`, {
      headers: { "content-type": "application/json", ...headers },
      ...(json === undefined ? {} : {
        method: "POST",
        body: typeof json === "string" ? json : JSON.stringify(json),
      }),
    }),
  );
}

Deno.test({
  name:
    "GET requests lists every request in order, with its status and without a secret",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    await postForm(sandbox, {
      fields: { ...GOOD, client_secret: undefined },
      headers: {
        authorization: `Basic ${btoa(`${DAEMON.id}:${DAEMON.secret}`)}`,
      },
    });
    await postForm(sandbox, {
      fields: {
        grant_type: "refresh_token",
        client_id: CLI.id,
        refresh_token: String(body["refresh_token"]),
      },
    });
    const text = await (await control(sandbox, "requests")).text();
    const seen: { method: string; path: string; status: number }[] = JSON.parse(
      text,
    );
    assert.deepEqual(
      seen.map((
        { method, path, status },
      ) => [method, path.split("/").at(-1)?.slice(0, 9), status])
        .filter(([, name]) => name === "authorize" || name === "token"),
      [["GET", "authorize", 200], ["POST", "token", 200], [
        "POST",
        "token",
        200,
      ], ["POST", "token", 200]],
    );
    for (
      const secret of [
        code,
        "dBjftJeZ4CVP",
        DAEMON.secret,
        btoa(`${DAEMON.id}:${DAEMON.secret}`),
        "sandbox-ada",
        String(body["refresh_token"]),
        String(body["access_token"]),
      ]
    ) {
      assert.ok(
        !text.includes(secret),
        `The record holds "${secret.slice(0, 6)}..."`,
      );
    }
    assert.match(text, /"authorization":"Basic \[redacted\]"/);
    assert.match(text, /"code_challenge_method":"S256"/);
    assert.match(text, /"grant_type":"refresh_token"/);
  },
});

Deno.test({
  name: "A record keeps nothing of an Authorization header that has no scheme",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    await postForm(sandbox, {
      fields: GOOD,
      headers: { authorization: "sandbox-naked-token" },
    });
    assert.equal(
      sandbox.control.requests()[0]?.headers["authorization"],
      "[redacted]",
    );
  },
});

Deno.test({
  name: "POST device approves and denies codes, and says what is wrong",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const start = () =>
      postForm(sandbox, {
        path: `/${CONTOSO}/oauth2/v2.0/devicecode`,
        fields: { client_id: CLI.id, scope: "openid" },
      });
    const poll = (device: { body: Record<string, unknown> }) =>
      postForm(sandbox, {
        fields: {
          grant_type: "device_code",
          client_id: CLI.id,
          device_code: String(device.body["device_code"]),
        },
      });
    const [first, second] = [await start(), await start()];
    const approve = {
      user_code: first.body["user_code"],
      username: ADA,
      decision: "approve",
    };
    assert.equal(
      (await control(sandbox, "device", { json: approve })).status,
      200,
    );
    assert.equal((await poll(first)).response.status, 200);
    const deny = { user_code: second.body["user_code"], decision: "deny" };
    assert.equal(
      (await control(sandbox, "device", { json: deny })).status,
      200,
    );
    assert.equal(errorOf(await poll(second)).error, "authorization_declined");
    for (
      const json of [
        approve,
        { ...approve, user_code: "WRONGCODE" },
        { ...approve, decision: "maybe" },
        "not json",
        "[]",
      ]
    ) {
      const response = await control(sandbox, "device", { json });
      assert.equal(response.status, 400);
      assert.equal(typeof (await response.json()).error, "string");
    }
  },
});

Deno.test({
  name: "POST script makes the next requests fail as told, then ends",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const json = [
      {
        endpoint: "token",
        aadsts: 90055,
        error: "temporarily_unavailable",
        status: 429,
        headers: { "retry-after": "3" },
      },
      {
        endpoint: "token",
        aadsts: 50076,
        suberror: "basic_action",
        error: "invalid_grant",
        claims: '{"access_token":{}}',
        count: 2,
      },
      { endpoint: "token", status: 500, html: "<h1>Bad gateway</h1>" },
      { endpoint: "token", body: "{broken" },
      { endpoint: "*", status: 503 },
    ];
    assert.equal((await control(sandbox, "script", { json })).status, 200);
    const throttled = await postForm(sandbox, { fields: GOOD });
    assert.equal(throttled.response.status, 429);
    assert.equal(throttled.response.headers.get("retry-after"), "3");
    for (let time = 0; time < 2; time++) {
      const { error, code, body } = errorOf(
        await postForm(sandbox, { fields: GOOD }),
      );
      assert.deepEqual([error, code, body["suberror"]], [
        "invalid_grant",
        50076,
        "basic_action",
      ]);
      assert.equal(body["claims"], '{"access_token":{}}');
    }
    const send = () =>
      sandbox.fetch(
        new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`, {
          method: "POST",
        }),
      );
    const html = await send();
    assert.deepEqual([html.status, await html.text()], [
      500,
      "<h1>Bad gateway</h1>",
    ]);
    const broken = await send();
    assert.deepEqual([broken.status, await broken.text()], [200, "{broken"]);
    assert.equal((await send()).status, 503);
    assert.equal(
      (await postForm(sandbox, { fields: GOOD })).response.status,
      200,
    );
  },
});

Deno.test({
  name:
    "A scripted AADSTS code of the table brings its own error, text and status",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    sandbox.control.script({ endpoint: "token", aadsts: 7000222 });
    const { status, error, code } = errorOf(
      await postForm(sandbox, { fields: GOOD }),
    );
    assert.deepEqual([status, error, code], [401, "invalid_client", 7000222]);
  },
});

Deno.test({
  name:
    "A scripted error of the authorization endpoint goes to the redirect URI with the state",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    sandbox.control.script({
      endpoint: "authorize",
      error: "temporarily_unavailable",
      aadsts: 90033,
    });
    const answer = redirected(
      await openBrowser(sandbox).authorize(CLI_REQUEST),
    );
    assert.equal(answer.get("error"), "temporarily_unavailable");
    assert.equal(answer.get("state"), "state-1");
  },
});

Deno.test({
  name: "A scripted delay alone is followed by the real answer",
  permissions: "none",
  async fn() {
    const slept: number[] = [];
    const sandbox = openSandbox({
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    sandbox.control.script({ endpoint: "token", delay_ms: 1500 });
    assert.equal(
      (await postForm(sandbox, { fields: GOOD })).response.status,
      200,
    );
    assert.deepEqual(slept, [1500]);
  },
});

Deno.test({
  name: "A scripted drop breaks the body off",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    sandbox.control.script({ endpoint: "token", drop: true });
    await assert.rejects(postForm(sandbox, { fields: GOOD }));
  },
});

for (
  const [json, member] of [
    [{ endpoint: "tokens" }, "endpoint"],
    [{}, "endpoint"],
    [{ endpoint: "token", status: 99 }, "status"],
    [{ endpoint: "token", delay_ms: -1 }, "delay_ms"],
    [{ endpoint: "token", count: 0 }, "count"],
    [{ endpoint: "toString" }, "endpoint"],
    [{ endpoint: ["token"] }, "endpoint"],
    [{ endpoint: "token", status: 200.5 }, "status"],
    [{ endpoint: "token", status: 204, body: "x" }, "body"],
    [{ endpoint: "token", status: 205, html: "x" }, "html"],
    [{ endpoint: "token", status: 304, aadsts: 50058 }, "aadsts"],
    [{ endpoint: "token", status: 204, error: "x" }, "error"],
    [{ endpoint: "token", error: 7 }, "error"],
    [{ endpoint: "token", html: {} }, "html"],
    [{ endpoint: "token", aadsts: "50058" }, "aadsts"],
    [{ endpoint: "token", headers: { "a b": "c" } }, "headers"],
    [{ endpoint: "token", headers: { a: "b\n" + "c: d" } }, "headers"],
    [{ endpoint: "token", headers: 7 }, "headers"],
  ] as const
) {
  Deno.test({
    name: `POST script refuses ${JSON.stringify(json)}`,
    permissions: "none",
    async fn() {
      const response = await control(openSandbox(), "script", { json });
      assert.equal(response.status, 400);
      assert.match((await response.json()).error, new RegExp(`"${member}"`));
    },
  });
}

Deno.test({
  name: "POST clock moves the time of tokens, POST reset takes everything back",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    const moved = await control(sandbox, "clock", {
      json: { advance_seconds: 3600 },
    });
    assert.equal(moved.status, 200);
    assert.equal(
      errorOf(await postForm(sandbox, { fields: redemption(code) })).code,
      70008,
    );
    const bad = await control(sandbox, "clock", {
      json: { advance_seconds: "soon" },
    });
    assert.equal(bad.status, 400);
    assert.equal((await control(sandbox, "reset", { json: {} })).status, 200);
    assert.deepEqual(sandbox.control.requests(), []);
    const after = errorOf(
      await postForm(sandbox, { fields: redemption(code) }),
    );
    assert.equal(after.code, 70000);
    assert.equal(after.body["timestamp"], "2026-03-04 05:06:07Z");
  },
});

Deno.test({
  name: "The control API refuses pages of other origins",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const from = (origin: string) =>
      control(sandbox, "requests", { headers: { origin } });
    assert.equal((await from("https://evil.example")).status, 403);
    assert.equal((await from("null")).status, 403);
    assert.equal((await from(sandbox.origin)).status, 200);
  },
});

for (
  const host of [
    "evil.example:8480",
    "127.0.0.1.evil.example:8480",
    "localhost:9999",
    "localhost",
    "127.0.0.1:8480@evil.example",
    "192.168.1.2:8480",
  ]
) {
  Deno.test({
    name: `Every path is refused under the host "${host}" (DNS rebinding)`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      for (
        const path of [
          "/",
          "/_sandbox/requests",
          `/${CONTOSO}/discovery/v2.0/keys`,
        ]
      ) {
        const response = await sandbox.fetch(
          new Request(sandbox.origin + path, { headers: { host } }),
        );
        assert.equal(response.status, 403, path);
      }
      assert.deepEqual(sandbox.control.requests(), []);
    },
  });
}

for (const host of ["localhost:8480", "127.0.0.1:8480", "[::1]:8480"]) {
  Deno.test({
    name: `The loopback host "${host}" is served`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const response = await sandbox.fetch(
        new Request(`http://${host}/devicelogin`, { headers: { host } }),
      );
      assert.equal(response.status, 200);
    },
  });
}

Deno.test({
  name: "A body of more than a mebibyte is refused",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `x=${"a".repeat(1024 * 1024)}`,
      }),
    );
    assert.equal(response.status, 413);
  },
});

for (const json of [null, [null], [7], ["x"], [[]]]) {
  Deno.test({
    name: `POST script refuses ${JSON.stringify(json)} with a sentence`,
    permissions: "none",
    async fn() {
      const response = await control(openSandbox(), "script", {
        json: JSON.stringify(json),
      });
      assert.equal(response.status, 400);
      assert.equal(
        (await response.json()).error,
        "Cannot script the outcome: it is not an object",
      );
    },
  });
}

Deno.test({
  name: "POST script takes all outcomes of a list or none",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const json = [{ endpoint: "token", status: 503 }, { endpoint: "none" }];
    assert.equal((await control(sandbox, "script", { json })).status, 400);
    const { response } = await postForm(sandbox, { fields: GOOD });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name: "A scripted status 204 is sent without a body",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    sandbox.control.script({ endpoint: "token", status: 204 });
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`, {
        method: "POST",
      }),
    );
    assert.deepEqual([response.status, await response.text()], [204, ""]);
  },
});

Deno.test({
  name:
    "POST clock moves the time a century at most, in all, and the sandbox works on",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const move = async (seconds: number) => {
      const json = { advance_seconds: seconds };
      return (await control(sandbox, "clock", { json })).status;
    };
    for (const seconds of [1e308, -1e308, 3.2e9, -3.2e9]) {
      assert.equal(await move(seconds), 400);
    }
    assert.equal(await move(3e9), 200);
    assert.equal(await move(3e9), 400);
    assert.equal(await move(-6e9), 200);
    const { response } = await postForm(sandbox, { fields: GOOD });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name: "A record keeps no secret, whatever it is called",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const names = ["pwd", "key", "pin", "sig", "refresh", "api_key", "otp"];
    await postForm(sandbox, {
      fields: {
        ...GOOD,
        ...Object.fromEntries(names.map((name) => [name, "hunter2"])),
        data: "eyJhbGciOiJub25lIn0.hunter2.",
      },
      headers: {
        "x-client-secret": "hunter2",
        "x-client-sku": "MSAL.Test",
        "user-agent": "eyJhbGciOiJub25lIn0.hunter2.x",
      },
    });
    await control(sandbox, "requests");
    const [seen] = sandbox.control.requests();
    assert.ok(!JSON.stringify(seen).includes("hunter2"));
    assert.equal(seen?.headers["x-client-sku"], "MSAL.Test");
    assert.equal(seen?.form?.["scope"], GOOD["scope"]);
    assert.equal(seen?.form?.["pin"], "[redacted]");
  },
});

Deno.test({
  name: "A body that never ends is read no further than the limit",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    let pulled = 0;
    let cancelled = false;
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`, {
        method: "POST",
        body: new ReadableStream({
          pull(controller) {
            pulled += 1;
            if (pulled > 100) return controller.close();
            controller.enqueue(new Uint8Array(64 * 1024));
          },
          cancel() {
            cancelled = true;
          },
        }),
      }),
    );
    assert.equal(response.status, 413);
    assert.ok(pulled < 25, String(pulled));
    assert.ok(cancelled);
  },
});
