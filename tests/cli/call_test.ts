import assert from "node:assert/strict";
import { runCall } from "./api_calls.ts";
import { env, GRAPH, WHO } from "./calls.ts";
import { memoryStorage, PROFILES, profilesText, runFake } from "./fake_io.ts";
import { CLIENT, TENANT } from "../support/tokens.ts";

const ME = "https://graph.microsoft.com/v1.0/me";
const ok = () => Response.json({ id: "ada" });

Deno.test("call sends the token of the API at the address, and writes the answer", async () => {
  const ran = await runCall([ME], { api: ok });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, '{"id":"ada"}');
  assert.equal(ran.tokenForms[0]?.get("scope"), GRAPH);
  const [call] = ran.calls;
  assert.equal(call?.method, "GET");
  assert.equal(call?.headers.get("authorization"), "Bearer first-token");
  assert.ok(!ran.stderr.includes("first-token"));
});

Deno.test("call knows the hosts of Microsoft's APIs in every cloud", async () => {
  const expected = {
    "https://graph.microsoft.us/v1.0/me": "https://graph.microsoft.us",
    "https://management.azure.com/subscriptions":
      "https://management.azure.com/",
    "https://management.chinacloudapi.cn/subscriptions":
      "https://management.chinacloudapi.cn/",
    "https://contoso.vault.azure.net/secrets": "https://vault.azure.net",
    "https://contoso.vault.usgovcloudapi.net/keys":
      "https://vault.usgovcloudapi.net",
    "https://contoso.blob.core.windows.net/c": "https://storage.azure.com",
    "https://contoso.queue.core.chinacloudapi.cn/q":
      "https://storage.azure.com",
    "https://dev.azure.com/contoso/_apis/projects":
      "499b84ac-1321-427f-aa17-267ca6975798",
    "https://contoso.sharepoint.com/_api/web": "https://contoso.sharepoint.com",
  };
  for (const [url, resource] of Object.entries(expected)) {
    const { tokenForms, stderr } = await runCall([url], { api: ok });
    const scope = tokenForms[0]?.get("scope");
    assert.equal(scope, `${resource}/.default`, `${url} ${stderr}`);
  }
});

Deno.test("call sends no token where it does not belong", async (t) => {
  const refused = [
    "http://graph.microsoft.com/v1.0/me",
    "https://graph.microsoft.com.evil.example/v1.0/me",
    "https://evilgraph.microsoft.com/v1.0/me",
    "https://graph.microsoft.com@evil.example/",
    "https://graph.microsoft.com:8443/v1.0/me",
    "https://user:word@graph.microsoft.com/v1.0/me",
    "https://evil.example/",
    "https://contoso.servicebus.windows.net/hub/messages",
    "http://127.0.0.1:9/v1.0/me",
    "ftp://graph.microsoft.com/",
    "graph.microsoft.com/v1.0/me",
  ];
  for (const url of refused) {
    await t.step(url, async () => {
      const ran = await runCall([url], { api: ok });
      assert.equal(ran.code, 64, ran.stderr);
      assert.equal(ran.calls.length + ran.tokenForms.length, 0);
      assert.match(ran.stderr, /^Hint: /m);
    });
  }
});

const profile = (members: Record<string, unknown>) => ({
  [PROFILES]: profilesText([{
    name: "w",
    tenant: TENANT,
    clientId: CLIENT,
    clientSecret: "env:S",
    ...members,
  }]),
});

async function scopeOf(
  url: string,
  { scopes, argv = [] }: {
    readonly scopes: readonly string[];
    readonly argv?: readonly string[];
  },
) {
  const ran = await runCall(["-p", "w", ...argv, url], {
    files: profile({ scopes }),
    api: ok,
  });
  return {
    scope: ran.tokenForms[0]?.get("scope"),
    code: ran.code,
    stderr: ran.stderr,
  };
}

Deno.test("call takes the profile's scopes where they belong, else those of the address", async () => {
  const own = ["https://orders.contoso.com/.default"];
  const orders = await scopeOf("https://orders.contoso.com/", { scopes: own });
  assert.equal(orders.scope, own[0]);
  assert.equal((await scopeOf(ME, { scopes: own })).scope, GRAPH);
  const graph = await scopeOf("https://orders.contoso.com/", {
    scopes: [GRAPH],
  });
  assert.equal(graph.code, 64);
  assert.match(graph.stderr, /to "orders\.contoso\.com": it does not belong/);
});

Deno.test("call sends the token of an API without an address nowhere by the profile alone", async () => {
  const scopes = ["api://orders/read"];
  const url = "https://orders.contoso.com/";
  const refused = await scopeOf(url, { scopes });
  assert.deepEqual([refused.code, refused.scope], [64, undefined]);
  assert.match(
    refused.stderr,
    /^Error: Cannot tell whether the API of "api:\/\/orders\/read" answers at/m,
  );
  assert.match(refused.stderr, /^Hint: .*-s "api:\/\/orders\/read"/m);
  const told = await scopeOf(url, {
    scopes,
    argv: ["-s", "api://orders/.default"],
  });
  assert.equal(told.scope, "api://orders/.default");
});

Deno.test("call refuses an address with blanks or control characters in it", async () => {
  for (const url of [`${ME}\r\n/x`, `${ME}\t`, ` ${ME}`, `${ME}?a=b c`]) {
    const ran = await runCall([url], { api: ok });
    assert.equal(ran.code, 64, ran.stderr);
    assert.match(ran.stderr, /blanks or control characters/);
    assert.equal(ran.calls.length + ran.tokenForms.length, 0);
  }
});

Deno.test("call says once that tokens are kept in plain text, whatever the API asks for", async () => {
  const claims = btoa(JSON.stringify({ access_token: { a: { value: "1" } } }));
  const headers = {
    "www-authenticate":
      `Bearer error="insufficient_claims", claims="${claims}"`,
  };
  const { storage, records } = memoryStorage();
  const plain = { name: "plaintext", reason: "x", remembered: true } as const;
  const ran = await runCall([ME, "--token-store", "plaintext"], {
    api: (_call, index) =>
      index === 0 ? new Response("{}", { status: 401, headers }) : ok(),
    storage: {
      records,
      storage: async (asked) => ({
        ...await storage(asked),
        protection: plain,
      }),
    },
  });
  assert.equal(ran.tokenForms.length, 2);
  assert.equal(ran.stderr.match(/PLAIN TEXT/g)?.length, 1, ran.stderr);
});

Deno.test("call obeys a resource of the command line, and says where it goes", async () => {
  const argv = ["--resource", "graph"];
  const ran = await scopeOf("https://gateway.contoso.com/me", {
    scopes: [],
    argv,
  });
  assert.equal(ran.scope, GRAPH);
  assert.match(ran.stderr, /^Warning: a token for .* goes to "gateway/m);
  const insecure = await scopeOf("http://gateway.contoso.com/", {
    scopes: [],
    argv,
  });
  assert.equal(insecure.code, 64);
});

Deno.test("call sends data with the method and the type that fit it", async () => {
  const files = { "/tmp/a.bin": "no json" };
  const send = async (argv: readonly string[], stdin = "") => {
    const ran = await runCall(argv, { api: ok, files, stdin });
    const [call] = ran.calls;
    assert.ok(call, ran.stderr);
    return [
      call.method,
      call.headers.get("content-type"),
      new TextDecoder().decode(call.body),
    ];
  };
  const json = "application/json";
  assert.deepEqual(await send([ME, "-d", '{"a":1}']), [
    "POST",
    json,
    '{"a":1}',
  ]);
  assert.deepEqual(await send(["patch", ME, "-d", "[]"]), [
    "PATCH",
    json,
    "[]",
  ]);
  assert.deepEqual(await send([ME, "-d", "a=b"]), [
    "POST",
    "text/plain; charset=utf-8",
    "a=b",
  ]);
  assert.deepEqual(await send(["PUT", ME, "--data-file", "/tmp/a.bin"]), [
    "PUT",
    "application/octet-stream",
    "no json",
  ]);
  assert.deepEqual(await send([ME, "-d", "@-"], "{}"), ["POST", json, "{}"]);
  assert.deepEqual(
    await send([ME, "-d", "{}", "-H", "content-type: application/x"]),
    ["POST", "application/x", "{}"],
  );
});

Deno.test("call refuses what would not be sent as it is meant", async (t) => {
  const refused: Readonly<Record<string, readonly string[]>> = {
    "a header with another token": [ME, "-H", "authorization: Bearer x"],
    "a header without a name": [ME, "-H", "s3cr3t"],
    "data with GET": ["GET", ME, "-d", "x"],
    "two sets of data": [ME, "-d", "x", "--data-file", "/tmp/x"],
    "a file that is not there": [ME, "-d", "@/tmp/none"],
    "a method that is none": ["GE T", ME],
    "pages of a POST": ["POST", ME, "--all"],
    "an unknown format": [ME, "-o", "xml"],
  };
  for (const [name, argv] of Object.entries(refused)) {
    await t.step(name, async () => {
      const ran = await runCall(argv, { api: ok });
      assert.equal(ran.code, 64, ran.stderr);
      assert.equal(ran.calls.length, 0);
      assert.ok(!ran.stderr.includes("s3cr3t"));
    });
  }
});

Deno.test("call -H takes headers from the line and from a file", async () => {
  const ran = await runCall([
    ...[ME, "-H", "ConsistencyLevel: eventual", "-H", "@/tmp/h"],
  ], { api: ok, files: { "/tmp/h": "X-Key: hidden\n\nX-Two: 2\n" } });
  const headers = ran.calls[0]?.headers;
  assert.equal(headers?.get("consistencylevel"), "eventual");
  assert.equal(headers?.get("x-key"), "hidden");
  assert.equal(headers?.get("x-two"), "2");
});

Deno.test("call tells what an API refuses, and the ids its support asks for", async () => {
  const body = {
    error: { code: "Forbidden", message: "No \u001b[31mright\u001b[0m to it." },
  };
  const ran = await runCall([`${ME}?secret=query`], {
    api: () =>
      Response.json(body, {
        status: 403,
        headers: {
          "request-id": "r-1",
          "client-request-id": "c-1",
          "x-ms-correlation-request-id": "m-1",
        },
      }),
  });
  assert.equal(ran.code, 3);
  assert.deepEqual(JSON.parse(ran.stdout), body);
  assert.match(ran.stderr, /graph\.microsoft\.com\/v1\.0\/me: .*403/);
  assert.match(ran.stderr, /\(Forbidden\): No \\u\{1b\}\[31mright/);
  assert.match(ran.stderr, /client-request-id c-1 · request-id r-1/);
  assert.match(ran.stderr, /x-ms-correlation-request-id m-1/);
  assert.ok(!ran.stderr.includes("secret=query"));
});

Deno.test("call ends with a code that tells who was at fault", async () => {
  const codes = { 401: 3, 403: 3, 404: 1, 409: 1, 429: 4, 500: 4, 503: 4 };
  for (const [status, code] of Object.entries(codes)) {
    const api = () => new Response("gone", { status: Number(status) });
    const ran = await runCall([ME], { api });
    assert.equal(ran.code, code, status);
    assert.equal(ran.stdout, "gone");
  }
  const lost = await runCall([ME], {
    api: () => Promise.reject(new TypeError("connection refused")),
  });
  assert.equal(lost.code, 4);
  assert.match(lost.stderr, /^Error: Cannot reach "graph\.microsoft\.com"$/m);
  const fine = await runCall([ME], {
    api: () => new Response(null, { status: 304 }),
  });
  assert.equal(fine.code, 0);
});

Deno.test("call reads the errors of Azure Storage and of older services", async () => {
  const errors = {
    '<?xml version="1.0"?><Error><Code>BlobNotFound</Code><Message>No blob.</Message></Error>':
      /\(BlobNotFound\): No blob$/m,
    '{"odata.error":{"code":"Request_BadRequest","message":{"lang":"en","value":"Bad."}}}':
      /\(Request_BadRequest\): Bad$/m,
    '{"error":"invalid_request","error_description":"Which?"}':
      /\(invalid_request\): Which\?$/m,
    '{"error":null}': /404/,
    "[1]": /404/,
  };
  for (const [body, expected] of Object.entries(errors)) {
    const api = () => new Response(body, { status: 404 });
    assert.match((await runCall([ME], { api })).stderr, expected);
  }
});

Deno.test("call answers a claims challenge once, with the claims of the API", async () => {
  const claims = { access_token: { nbf: { essential: true, value: "1" } } };
  const challenge = () =>
    new Response("{}", {
      status: 401,
      headers: {
        "www-authenticate":
          `Bearer realm="", error="insufficient_claims", claims="${
            btoa(JSON.stringify(claims))
          }"`,
      },
    });
  const ran = await runCall([ME, "-d", '{"a":1}'], {
    api: (_call, index) => index === 0 ? challenge() : ok(),
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^The API asks for another token/m);
  const [first, second] = ran.tokenForms.map((form) =>
    JSON.parse(form.get("claims") ?? "{}").access_token
  );
  assert.deepEqual(first, { xms_cc: { values: ["cp1"] } });
  assert.deepEqual(second, { ...claims.access_token, ...first });
  assert.deepEqual(
    ran.calls.map(({ headers }) => headers.get("authorization")),
    ["Bearer first-token", "Bearer second-token"],
  );
  assert.equal(new TextDecoder().decode(ran.calls[1]?.body), '{"a":1}');
  const again = await runCall([ME], { api: challenge });
  assert.equal(again.code, 3);
  assert.equal(again.calls.length, 2);
});

Deno.test("call takes a challenge that makes no sense for an answer", async () => {
  const ran = await runCall([ME], {
    api: () =>
      new Response("no", {
        status: 401,
        headers: {
          "www-authenticate":
            'Bearer error="insufficient_claims", claims="!!", error_description="Sign in again"',
        },
      }),
  });
  assert.equal(ran.code, 3);
  assert.equal(ran.calls.length, 1);
  assert.match(ran.stderr, /^Hint: Sign in again$/m);
});

Deno.test("call waits as long as a busy API asks for, twice at most", async () => {
  const busy = (after: string) => () =>
    new Response("busy", { status: 429, headers: { "retry-after": after } });
  const soon = await runCall([ME], {
    api: (_call, index) => index < 2 ? busy("7")() : ok(),
  });
  assert.equal(soon.code, 0, soon.stderr);
  assert.deepEqual(soon.waits, [7_000, 7_000]);
  assert.match(soon.stderr, /^The API is busy; trying again in 7 s$/m);
  const always = await runCall([ME], { api: busy("1") });
  assert.equal(always.calls.length, 3);
  assert.equal(always.code, 4);
  const long = await runCall([ME], { api: busy("86400") });
  assert.equal(long.calls.length, 1);
  assert.match(long.stderr, /^Hint: .*after 86400 s$/m);
});

Deno.test("call follows no redirect by itself, and -L takes no token elsewhere", async () => {
  const to = (location: string, status = 302) =>
    new Response(null, { status, headers: { location } });
  const stays = await runCall([ME], { api: () => to("https://evil.example/") });
  assert.equal(stays.code, 1);
  assert.match(stays.stderr, /302.*, to https:\/\/evil\.example\/$/m);
  assert.equal(stays.calls.length, 1);
  const elsewhere = await runCall([ME, "-L", "-H", "X-Key: hidden"], {
    api: ({ url }) => {
      if (url === ME) return to("/v1.0/you");
      return url.endsWith("/you")
        ? to("https://evil.example/back")
        : url.endsWith("/back")
        ? to(`${ME}/photo`)
        : ok();
    },
  });
  assert.equal(elsewhere.code, 0, elsewhere.stderr);
  assert.deepEqual(
    elsewhere.calls.map(({ headers }) => headers.has("authorization")),
    [true, true, false, false],
  );
  assert.deepEqual(
    elsewhere.calls.map(({ headers }) => headers.has("x-key")),
    [true, true, false, false],
  );
  const refused = [
    [[ME, "-L"], to("http://graph.microsoft.com/")],
    [[ME, "-L"], to("https://ada:pw@graph.microsoft.com/v1.0/x")],
    [[ME, "-L"], to("https://ada@evil.example/")],
    [[ME, "-L", "-d", "x"], to("https://evil.example/", 307)],
  ] as const;
  for (const [argv, answer] of refused) {
    const ran = await runCall(argv, { api: () => answer });
    assert.equal(ran.code, 1, ran.stderr);
    assert.equal(ran.calls.length, 1);
  }
  const loop = await runCall([ME, "-L"], { api: () => to(ME) });
  assert.equal(loop.calls.length, 11);
});

Deno.test("call writes the status and the headers with -i", async () => {
  const ran = await runCall([ME, "-i"], {
    api: () => Response.json({}, { headers: { "x-a": "b" } }),
  });
  assert.match(
    ran.stdout,
    /^HTTP 200\ncontent-type: application\/json\nx-a: b\n\n\{\}$/,
  );
});

Deno.test("call shows JSON indented on a terminal, and nothing that acts on it", async () => {
  const ran = await runCall([ME], {
    terminals: ["stdout"],
    api: () =>
      new Response('{"n":12345678901234567890,"e":[],"s":"\u001b]0;x\u0007"}', {
        headers: { "content-type": "application/json" },
      }),
  });
  assert.equal(
    ran.stdout,
    '{\n  "n": 12345678901234567890,\n  "e": [],\n  "s": "\\u{1b}]0;x\\u{7}"\n}\n',
  );
  const picture = await runCall([ME], {
    terminals: ["stdout"],
    api: () =>
      new Response(new Uint8Array(9), {
        headers: { "content-type": "image/png" },
      }),
  });
  assert.equal(picture.stdout, "");
  assert.match(picture.stderr, /not text.*9 bytes/);
});

Deno.test("call hands bytes to programs as they are, and to a file", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const written: number[] = [];
  const stdout = {
    isTerminal: false,
    write: (text: string) =>
      void written.push(...new TextEncoder().encode(text)),
    writeBytes: (part: Uint8Array) => void written.push(...part),
  };
  const api = () => new Response(bytes);
  const ran = await runCall([ME], { api, replace: { stdout } });
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(Uint8Array.from(written), bytes);
  const filed = await runCall([ME, "-o", "me.json"], { api: ok });
  assert.equal(filed.stdout, "");
  assert.equal(filed.files.get("me.json"), '{"id":"ada"}');
  const failed = await runCall([ME, "-o", "me.json"], {
    api: () => new Response("no", { status: 404 }),
  });
  assert.equal(failed.stdout, "no");
  assert.equal(failed.files.size, 0);
});

Deno.test("call asks nobody where it may not, and ends in time", async () => {
  const ran = await runFake(
    ["call", ...WHO, "-f", "device-code", "--no-interaction", ME],
    { env },
  );
  assert.equal(ran.code, 6, ran.stderr);
  const late = await runCall(["--timeout", "1s", ME], {
    clock: {
      now: () => 0,
      sleep: (ms) => ms === 1_000 ? Promise.resolve() : new Promise(() => {}),
    },
    api: () => new Promise(() => {}),
  });
  assert.equal(late.code, 5, late.stderr);
});
