import assert from "node:assert/strict";
import { APP_CALL, env } from "./calls.ts";
import { SANDBOX_TLS } from "../../src/sandbox/mod.ts";
import { runFake } from "./fake_io.ts";
import { tokenAnswer } from "../support/tokens.ts";

/** Every character that a shell or a file of settings could take for its own. */
const HOSTILE = "a'b\"c\\d$(touch${IFS}x)`id`;&|<>#!%{}*?~^=-@[]";
const encode = (text: string) => new TextEncoder().encode(text);

/** What `get-token -o` writes for a token. */
async function write(
  format: string,
  variables: Record<string, string> = {},
): Promise<string> {
  const ran = await runFake([...APP_CALL, "-o", format], {
    env: { ...env, ...variables },
    replies: [tokenAnswer({ access_token: HOSTILE })],
  });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout;
}

/** Runs a program that reads from standard input; what is not installed reads nothing. */
async function pipe(
  [program = "", ...args]: readonly string[],
  { input, cwd }: { readonly input: string; readonly cwd?: string },
): Promise<string | undefined> {
  try {
    const child = new Deno.Command(program, {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(encode(input));
    await writer.close();
    const { stdout, code } = await child.output();
    assert.equal(code, 0);
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.stderr.write(encode(`skipped: ${program} is not installed\n`));
    return undefined;
  }
}

Deno.test("a shell that evaluates -o env has the token, and has run nothing", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    const script = `${await write(
      "env",
    )}printf %s "$ACCESS_TOKEN"; printf ' %s' "$ACCESS_TOKEN_EXPIRES_ON"`;
    for (const shell of ["sh", "bash", "zsh"]) {
      const text = await pipe([shell, "-c", 'eval "$(cat)"'], {
        input: script,
        cwd,
      });
      if (text === undefined) continue;
      assert.match(text, / \d{10}$/);
      assert.equal(text.split(" ")[0], HOSTILE);
    }
    assert.deepEqual([...Deno.readDirSync(cwd)], []);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("curl -K - sends the token of -o curl, and curl -H @- that of -o header", async () => {
  const seen: (string | null)[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      seen.push(request.headers.get("authorization"));
      return new Response("ok");
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const curl = ["curl", "-q", "--silent", "--noproxy", "*"];
  for (
    const [option, format] of [["-K", "curl"], ["-H", "header"]] as const
  ) {
    const value = format === "curl" ? "-" : "@-";
    const text = await pipe([...curl, option, value, url], {
      input: await write(format),
    });
    if (text === undefined) return;
    assert.equal(text, "ok");
  }
  assert.deepEqual(seen, [`Bearer ${HOSTILE}`, `Bearer ${HOSTILE}`]);
});

/** What Azure's own clients do with the answer of `az`. */
const READ_AZ = `
import json, sys
from datetime import datetime
answer = json.load(sys.stdin)
local = datetime.strptime(answer["expiresOn"], "%Y-%m-%d %H:%M:%S.%f")
assert int(local.timestamp()) == answer["expires_on"], answer
assert answer["tokenType"] == "Bearer"
sys.stdout.write(answer["accessToken"])
`;

Deno.test("python reads -o az as Azure's clients read the answer of az", async () => {
  const text = await pipe(["python3", "-c", READ_AZ], {
    input: await write("az"),
  });
  if (text !== undefined) assert.equal(text, HOSTILE);
});

Deno.test("jq reads -o json, whose times and scopes agree with each other", async () => {
  const filter =
    '([(.expires_at | sub("\\\\.[0-9]+"; "") | fromdateiso8601) == .expires_on, (.scopes | join(" ")) == .scope] | all), .access_token';
  const text = await pipe(["jq", "-r", filter, "--"], {
    input: await write("json"),
  });
  if (text !== undefined) assert.equal(text, `true\n${HOSTILE}\n`);
});

const GROUP = "client.authentication.k8s.io";

/** What kubectl demands of a credential plugin (client-go, exec authenticator). */
function readAsKubectl(text: string, asked: string): string {
  const { apiVersion, kind, status } = JSON.parse(text);
  assert.equal(apiVersion, asked, "a plugin answers as it was asked");
  assert.equal(kind, "ExecCredential");
  assert.match(status.expirationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok(status.clientCertificateData === undefined);
  return status.token;
}

Deno.test("kubectl's rules hold for -o exec-credential in every version, and without any", async () => {
  for (const version of ["v1", "v1beta1"]) {
    const apiVersion = `${GROUP}/${version}`;
    const info = JSON.stringify({ apiVersion, kind: "ExecCredential" });
    const text = await write("exec-credential", { KUBERNETES_EXEC_INFO: info });
    assert.equal(readAsKubectl(text, apiVersion), HOSTILE);
  }
  for (const info of ["", "{", "null", '{"apiVersion":"x\\n"}', "[]"]) {
    const text = await write("exec-credential", { KUBERNETES_EXEC_INFO: info });
    assert.equal(readAsKubectl(text, `${GROUP}/v1`), HOSTILE);
  }
});

/** A cluster whose user is whoever the plugin says; it keeps what it was asked. */
function kubeconfig(
  { version, port, folder }: {
    readonly version: string;
    readonly port: number;
    readonly folder: string;
  },
): string {
  const script =
    `printf %s "$KUBERNETES_EXEC_INFO" > '${folder}/info'; cat '${folder}/${version}'`;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{
      name: "c",
      cluster: {
        server: `https://127.0.0.1:${port}`,
        "insecure-skip-tls-verify": true,
      },
    }],
    users: [{
      name: "u",
      user: {
        exec: {
          apiVersion: `${GROUP}/${version}`,
          command: "/bin/sh",
          args: ["-c", script],
          interactiveMode: "Never",
        },
      },
    }],
  });
}

Deno.test("kubectl sends the token of -o exec-credential", async () => {
  const seen: (string | null)[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {}, ...SANDBOX_TLS },
    (request) => {
      seen.push(request.headers.get("authorization"));
      return Response.json({});
    },
  );
  const folder = await Deno.makeTempDir();
  try {
    for (const version of ["v1", "v1beta1"]) {
      const info = JSON.stringify({ apiVersion: `${GROUP}/${version}` });
      const text = await write("exec-credential", {
        KUBERNETES_EXEC_INFO: info,
      });
      // kubectl takes no token that has ended, and the fake world's has.
      const lasting = text.replace(/"20\d\d-/, '"2999-');
      await Deno.writeTextFile(`${folder}/${version}`, lasting);
      const config = `${folder}/config`;
      const { port } = server.addr;
      await Deno.writeTextFile(config, kubeconfig({ version, port, folder }));
      const ran = await pipe(
        ["kubectl", "--kubeconfig", config, "get", "--raw", "/version"],
        { input: "" },
      );
      if (ran === undefined) return;
      assert.equal(seen.at(-1), `Bearer ${HOSTILE}`);
      const told = await Deno.readTextFile(`${folder}/info`);
      const answer = await write("exec-credential", {
        KUBERNETES_EXEC_INFO: told,
      });
      assert.equal(readAsKubectl(answer, `${GROUP}/${version}`), HOSTILE);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
