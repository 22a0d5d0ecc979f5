import assert from "node:assert/strict";
import {
  CLIENT,
  OID,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { APP, deviceReplies, env, GRAPH, SECRET } from "./calls.ts";
import { runFake, START } from "./fake_io.ts";

Deno.test("get-token writes the token alone on standard output", async () => {
  const ran = await runFake([...APP, "-s", GRAPH], {
    env,
    replies: [tokenAnswer()],
  });
  assert.equal(
    ran.stderr,
    "Flow: client-credentials, because the client has a credential\n",
  );
  assert.equal(ran.stdout, "the-access-token\n");
  assert.equal(ran.code, 0);
  const [sent] = ran.ports.sent;
  assert.equal(
    sent?.url,
    `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
  );
  assert.equal(sent?.form.get("scope"), GRAPH);
  assert.equal(sent?.form.get("client_secret"), SECRET);
});

Deno.test("token is another word for get-token", async () => {
  const argv = ["token", ...APP.slice(1), "-s", GRAPH, "--quiet"];
  const ran = await runFake(argv, { env, replies: [tokenAnswer()] });
  assert.deepEqual([ran.code, ran.stdout, ran.stderr], [
    0,
    "the-access-token\n",
    "",
  ]);
});

Deno.test("get-token turns a resource into its /.default scope", async () => {
  const argv = [...APP, "--resource", "https://vault.azure.net"];
  const ran = await runFake(argv, { env, replies: [tokenAnswer()] });
  assert.equal(
    ran.ports.sent[0]?.form.get("scope"),
    "https://vault.azure.net/.default",
  );
});

Deno.test("get-token splits and joins scopes given by blank, comma and repetition", async () => {
  const argv = [
    "get-token",
    "-t",
    TENANT,
    "--client-id",
    CLIENT,
    "-f",
    "device-code",
  ];
  const ran = await runFake([
    ...argv,
    "-s",
    "User.Read,Mail.Read",
    "-s",
    "Calendars.Read User.Read",
  ], {
    replies: deviceReplies(),
  });
  assert.match(
    ran.ports.sent[0]?.form.get("scope") ?? "",
    /^User\.Read Mail\.Read Calendars\.Read openid/,
  );
});

Deno.test("get-token reads the client secret from a file and from standard input", async () => {
  const base = ["get-token", "-t", TENANT, "--client-id", CLIENT, "-s", GRAPH];
  for (
    const [option, setting] of [
      [["--client-secret-file", "/run/secret"], {
        files: { "/run/secret": `${SECRET}\n` },
      }],
      [["--client-secret-file", "~/secret"], {
        files: { "/home/ada/secret": `${SECRET}\r\n` },
      }],
      [["--client-secret-stdin"], { stdin: `${SECRET}\n` }],
    ] as const
  ) {
    const ran = await runFake([...base, ...option], {
      ...setting,
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.ports.sent[0]?.form.get("client_secret"), SECRET);
  }
});

Deno.test("get-token writes to a file and says so", async () => {
  for (
    const option of [["--file", "/tmp/t"], ["-o", "/tmp/t"], ["-o", "./t"], [
      "-o",
      "t.txt",
    ]]
  ) {
    const ran = await runFake([...APP, "-s", GRAPH, ...option], {
      env,
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.stdout, "");
    assert.equal(ran.files.get(option[1] ?? ""), "the-access-token\n");
    assert.match(ran.stderr, /^The token was written to /m);
  }
});

Deno.test("get-token -o json has the documented members and no refresh token unless asked", async () => {
  const argv = [
    "get-token",
    "-t",
    TENANT,
    "--client-id",
    CLIENT,
    "-s",
    "User.Read",
    "-f",
    "device",
  ];
  const ran = await runFake([...argv, "--json"], { replies: deviceReplies() });
  const answer = JSON.parse(ran.stdout);
  assert.deepEqual(answer.account, {
    username: "ada@contoso.example",
    oid: OID,
    tid: TENANT,
    home_account_id: `${OID}.${TENANT}`,
  });
  assert.equal(answer.source, "flow");
  assert.equal(answer.flow, "device-code");
  assert.ok(!("refresh_token" in answer));
  const all = await runFake([...argv, "--json", "--include-refresh-token"], {
    replies: deviceReplies(),
  });
  assert.equal(JSON.parse(all.stdout).refresh_token, "the-refresh-token");
});

Deno.test("get-token --trace shows every exchange and no secret", async () => {
  const ran = await runFake([...APP, "-s", GRAPH, "--trace"], {
    env,
    replies: [tokenAnswer()],
  });
  assert.match(
    ran.stderr,
    /^> POST https:\/\/login\.microsoftonline\.com\/\S+ \(token\)$/m,
  );
  assert.match(ran.stderr, /^< 200 after \d+ ms$/m);
  assert.match(ran.stderr, /grant_type=client_credentials/);
  assert.ok(!ran.stderr.includes(SECRET));
  assert.ok(!ran.stderr.includes("the-access-token"));
});

Deno.test("get-token warns of a token that ends soon", async () => {
  const replies = () => [tokenAnswer({ expires_in: 240 })];
  const ran = await runFake([...APP, "-s", GRAPH], { env, replies: replies() });
  assert.match(ran.stderr, /^Warning: the token ends in (3|4) min/m);
  const patient = await runFake([...APP, "-s", GRAPH, "--warn-expiry", "1"], {
    env,
    replies: replies(),
  });
  assert.doesNotMatch(patient.stderr, /Warning/);
});

Deno.test("get-token answers kubectl in the version that it speaks", async () => {
  const info = JSON.stringify({
    apiVersion: "client.authentication.k8s.io/v1beta1",
  });
  const ran = await runFake([...APP, "-s", GRAPH, "-o", "exec-credential"], {
    env: { ...env, KUBERNETES_EXEC_INFO: info },
    replies: [tokenAnswer()],
  });
  assert.equal(
    JSON.parse(ran.stdout).apiVersion,
    "client.authentication.k8s.io/v1beta1",
  );
});

Deno.test("get-token refuses a token that no token can be", async () => {
  for (const token of ["two\nlines", "a b", "\u001b]0;x\u0007"]) {
    const ran = await runFake([...APP, "-s", GRAPH, "-o", "header"], {
      env,
      replies: [tokenAnswer({ access_token: token })],
    });
    assert.equal(ran.stdout, "");
    assert.equal(ran.code, 4, ran.stderr);
  }
});

Deno.test("get-token's own token is one that inspect reads", async () => {
  const token = unsignedToken({ aud: "api", exp: START / 1000 + 3600 });
  const ran = await runFake([...APP, "-s", GRAPH], {
    env,
    replies: [tokenAnswer({ access_token: token })],
  });
  const read = await runFake(["inspect", "--json"], { stdin: ran.stdout });
  assert.equal(JSON.parse(read.stdout).payload.aud, "api");
});

Deno.test("get-token says whom it waits for when an answer takes long", async () => {
  let isLate = () => {};
  const ran = await runFake([...APP, "-s", GRAPH], {
    env,
    remind: (_ms, listener) => isLate = listener,
    replies: [() => {
      // The program has set its reminder once it waits.
      return Promise.resolve().then(() => isLate()).then(() => tokenAnswer());
    }],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(
    ran.stderr,
    /^Waiting for login\.microsoftonline\.com to answer$/m,
  );
});

Deno.test("get-token exits with 78 when the tool that lends the token is not installed", async () => {
  for (const flow of ["azure-cli", "azure-powershell", "azd"]) {
    const ran = await runFake(["get-token", "-f", flow, "--resource", "arm"], {
      command: () => ({ type: "missing" }),
    });
    assert.equal(ran.code, 78, flow);
    assert.match(ran.stderr, /it is not installed/);
  }
});
