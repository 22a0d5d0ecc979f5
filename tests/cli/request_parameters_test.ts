import assert from "node:assert/strict";
import { createInput } from "../../src/adapters/stdin.ts";
import { CLIENT, idToken, TENANT, tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, deviceReplies, env, GRAPH, SECRET, WHO } from "./calls.ts";
import { type FakeSetting, runFake } from "./fake_io.ts";

const CHALLENGE = '{"access_token":{"nbf":{"essential":true}}}';

Deno.test("get-token knows Microsoft's clients and APIs by short names, in every cloud", async () => {
  const ask = async (...options: string[]) => {
    const ran = await runFake([
      "get-token",
      ...["-t", TENANT, "-f", "device", ...options],
    ], { replies: deviceReplies() });
    return ran.ports.sent[0];
  };
  const azure = await ask("--client", "azure-cli", "--resource", "arm");
  assert.equal(
    azure?.form.get("client_id"),
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  );
  assert.match(
    azure?.form.get("scope") ?? "",
    /^https:\/\/management\.azure\.com\/+\.default /,
  );
  const national = await ask(
    ...["--client-id", CLIENT, "--resource", "graph", "--cloud", "usgov"],
  );
  assert.match(
    national?.form.get("scope") ?? "",
    /^https:\/\/graph\.microsoft\.us\/\.default /,
  );
});

Deno.test("get-token names the short names when it knows none such", async () => {
  for (
    const options of [
      ["--client", "hal"],
      ["--client-id", CLIENT, "--resource", "hal"],
    ]
  ) {
    const ran = await runFake(["get-token", "-t", TENANT, ...options]);
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, /Cannot find a well-known \w+ named "hal"/);
    assert.match(ran.stderr, /^Hint: .*(azure-cli|keyvault)/m);
  }
});

Deno.test("get-token takes claims as JSON, as base64 and as a whole header", async () => {
  const base64 = btoa(CHALLENGE);
  for (
    const claims of [
      CHALLENGE,
      base64,
      `WWW-Authenticate: Bearer realm="", error="insufficient_claims", claims="${base64}"`,
    ]
  ) {
    const ran = await runFake([...APP_CALL, "--claims", claims], {
      env,
      replies: [tokenAnswer()],
    });
    assert.equal(ran.ports.sent[0]?.form.get("claims"), CHALLENGE, ran.stderr);
  }
});

Deno.test("get-token says what the client can handle, and adds parameters", async () => {
  const ran = await runFake([
    ...APP_CALL,
    ...["--capability", "cp1", "--query", "slice=test=1", "--body", "foo=bar"],
  ], { env, replies: [tokenAnswer()] });
  const [sent] = ran.ports.sent;
  assert.deepEqual(JSON.parse(sent?.form.get("claims") ?? ""), {
    access_token: { xms_cc: { values: ["cp1"] } },
  });
  assert.equal(new URL(sent?.url ?? "").searchParams.get("slice"), "test=1");
  assert.equal(sent?.form.get("foo"), "bar");
});

Deno.test("get-token adds no parameter that the flow decides, and repeats no value", async () => {
  for (const option of ["--query", "--body"]) {
    const ran = await runFake([
      ...APP_CALL,
      ...[option, `client_secret=${SECRET}`],
    ], { env });
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, /Cannot add the parameter "client_secret"/);
    assert.ok(!ran.stderr.includes(SECRET));
    const bare = await runFake([...APP_CALL, option, SECRET], { env });
    assert.match(bare.stderr, /this is not NAME=VALUE/);
    assert.ok(!bare.stderr.includes(SECRET));
  }
});

Deno.test("get-token passes response type, mode, state and nonce on", async () => {
  let asked: URLSearchParams | undefined;
  const ran = await runFake([
    ...["get-token", ...WHO, "-s", "openid", "-f", "implicit"],
    ...["--response-type", "id_token", "--response-mode", "form_post"],
    ...["--state", "the-state", "--nonce", "the-nonce"],
  ], {
    visit(url) {
      asked = url.searchParams;
      return { id_token: idToken({ nonce: "the-nonce" }), state: "the-state" };
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(asked?.get("response_type"), "id_token");
  assert.equal(asked?.get("response_mode"), "form_post");
  assert.equal(asked?.get("state"), "the-state");
  assert.equal(asked?.get("nonce"), "the-nonce");
});

Deno.test("get-token gets a new device code only when it was asked to", async () => {
  const expired = () =>
    Response.json({ error: "expired_token" }, { status: 400 });
  const [start] = deviceReplies();
  assert.ok(start);
  const device = ["get-token", ...WHO, "-s", "User.Read", "-f", "device"];
  const given = await runFake(device, {
    replies: [start, expired(), ...deviceReplies()],
  });
  assert.equal(given.code, 5, given.stderr);
  const [again] = deviceReplies();
  assert.ok(again);
  const renewed = await runFake([...device, "--renew-code"], {
    replies: [again, expired(), ...deviceReplies()],
  });
  assert.equal(renewed.stdout, "the-access-token\n", renewed.stderr);
});

Deno.test("get-token tells the tenant that was asked for, and the proven one before it", async () => {
  const at = (
    tenant: string,
  ) => ["get-token", "-t", tenant, "--client-id", CLIENT, "-o", "az"];
  const app = await runFake([
    ...at("contoso.com"),
    ...["--client-secret-env", "S", "-s", GRAPH],
  ], { env, replies: [tokenAnswer()] });
  assert.equal(JSON.parse(app.stdout).tenant, "contoso.com", app.stderr);
  const user = await runFake(
    [...at("contoso.com"), "-f", "device", "-s", "User.Read"],
    { replies: deviceReplies() },
  );
  assert.equal(JSON.parse(user.stdout).tenant, TENANT, user.stderr);
  const json = await runFake([
    ...["get-token", "--client-id", CLIENT, "--json", "-s", GRAPH],
    ...["--authority", "https://login.microsoftonline.com/fabrikam.com"],
    ...["--client-secret-env", "S"],
  ], { env, replies: [tokenAnswer()] });
  assert.equal(JSON.parse(json.stdout).tenant_id, "fabrikam.com");
});

/** A keyboard, and what the terminal was told. */
function keyboard(typed: string) {
  const hidden: boolean[] = [];
  const bytes = [...new TextEncoder().encode(typed)];
  const input = createInput({
    hide: (on) => hidden.push(on),
    read(into) {
      // One byte at a time, as keys come.
      const byte = bytes.shift();
      if (byte === undefined) return Promise.resolve(null);
      into[0] = byte;
      return Promise.resolve(1);
    },
  }, true);
  return { input, hidden };
}

const PASSWORD_CALL = [
  ...["get-token", ...WHO, "-s", "User.Read", "-f", "password"],
  ...["--username", "ada@contoso.example"],
];

function atKeyboard(typed: string): FakeSetting & { hidden: boolean[] } {
  const { input, hidden } = keyboard(typed);
  return {
    hidden,
    terminals: ["stdin", "stderr"],
    env: { NO_COLOR: "1" },
    replies: [tokenAnswer({ id_token: idToken() })],
    replace: { stdin: input },
  };
}

Deno.test("get-token asks for the password, shows nothing of it, and restores the terminal", async () => {
  for (
    const [typed, means] of [
      ["p4ss~word\r", "p4ss~word"],
      ["pässx\u007f→\n", "päss→"],
      ["wrong\u0015right\r", "right"],
      ["a\u001b[Db\r", "ab"],
    ] as const
  ) {
    const world = atKeyboard(typed);
    const ran = await runFake(PASSWORD_CALL, world);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.ports.sent[0]?.form.get("password"), means);
    assert.match(ran.stderr, /Password of ada@contoso\.example: \n/);
    assert.ok(!ran.stderr.includes(means));
    assert.deepEqual(world.hidden, [true, false]);
  }
});

Deno.test("get-token restores the terminal when the password is not typed", async () => {
  for (const [typed, code] of [["abc\u0003", 130], ["\u0004", 6]] as const) {
    const world = atKeyboard(typed);
    const ran = await runFake(PASSWORD_CALL, world);
    assert.equal(ran.code, code, ran.stderr);
    assert.deepEqual(world.hidden, [true, false]);
    assert.equal(ran.ports.sent.length, 0);
  }
  const end = new AbortController();
  const stopped: boolean[] = [];
  const input = createInput({
    hide: (on) => {
      stopped.push(on);
      if (on) end.abort(new Error("stopped"));
    },
    read: () => new Promise(() => {}),
  }, true);
  await runFake(PASSWORD_CALL, {
    signal: end.signal,
    replace: { stdin: input },
  });
  assert.deepEqual(stopped, [true, false]);
});

Deno.test("get-token says how a password comes in where nobody can type it", async () => {
  const ran = await runFake(PASSWORD_CALL);
  assert.equal(ran.code, 6);
  assert.match(ran.stderr, /^Hint: .*--password-stdin$/m);
});
