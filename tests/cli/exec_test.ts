import assert from "node:assert/strict";
import { runChild } from "../../src/adapters/child.ts";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";
import { tokenAnswer } from "../support/tokens.ts";
import { env, GRAPH, WHO } from "./calls.ts";
import { type FakeSetting, runFake, START } from "./fake_io.ts";

type Outcome = Awaited<ReturnType<typeof runChild>>;

/** Runs `exec` with a command that only its caller knows. */
async function runExec(
  argv: readonly string[],
  outcome: Outcome = { type: "ended", code: 0 },
  setting: FakeSetting = {},
) {
  const started: {
    argv: readonly string[];
    variables: Readonly<Record<string, string>>;
  }[] = [];
  const ran = await runFake(
    ["exec", ...WHO, "--client-secret-env", "S", "-s", GRAPH, ...argv],
    {
      env,
      replies: [tokenAnswer()],
      ...setting,
      replace: {
        runChild: (argv, variables) => {
          started.push({ argv, variables });
          return Promise.resolve(outcome);
        },
      },
    },
  );
  return { ...ran, started };
}

Deno.test("exec gives a command the token in its environment, and nowhere else", async () => {
  const ran = await runExec(["--", "sh", "-c", "true", "--verbose", "-p"]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(ran.started, [{
    argv: ["sh", "-c", "true", "--verbose", "-p"],
    variables: {
      ACCESS_TOKEN: "the-access-token",
      ACCESS_TOKEN_EXPIRES_ON: String(START / 1_000 + 3_600),
    },
  }]);
  assert.equal(ran.stdout, "");
  assert.ok(!ran.stderr.includes("the-access-token"));
});

Deno.test("exec --env names the variable, and takes no other name", async () => {
  const ran = await runExec(["--env", "TOKEN", "--", "make"]);
  assert.equal(ran.started[0]?.variables["TOKEN"], "the-access-token");
  const bad = await runExec(["--env", "A=B", "--", "make"]);
  assert.equal(bad.code, 64);
  assert.equal(bad.started.length, 0);
});

Deno.test("exec --env takes no variable that loaders, shells or interpreters act on", async () => {
  const names = [
    ...["LD_PRELOAD", "ld_library_path", "DYLD_INSERT_LIBRARIES", "PATH"],
    ...["IFS", "BASH_ENV", "ENV", "NODE_OPTIONS", "PYTHONPATH", "PERL5OPT"],
    ...["JAVA_TOOL_OPTIONS", "GIT_SSH_COMMAND", "RUBYOPT", "PROMPT_COMMAND"],
  ];
  for (const name of names) {
    const ran = await runExec(["--env", name, "--", "make"]);
    assert.equal(ran.code, 64, name);
    assert.match(ran.stderr, /changes how programs are run/);
    assert.equal(ran.started.length + ran.ports.sent.length, 0);
  }
});

Deno.test("exec ends as its command does, and says nothing of it", async () => {
  for (const code of [1, 7, 130, 143, 255]) {
    const ran = await runExec(["--quiet", "--", "x"], { type: "ended", code });
    assert.deepEqual([ran.code, ran.stdout, ran.stderr], [code, "", ""]);
  }
});

Deno.test("exec tells like a shell that a command never began", async () => {
  const cause = new Error("x");
  const missing = await runExec(["--", "nosuch"], { type: "missing", cause });
  assert.equal(missing.code, 127);
  assert.match(
    missing.stderr,
    /^Error: Cannot run "nosuch": there is no such/m,
  );
  const forbidden = await runExec(["--", "/etc"], { type: "forbidden", cause });
  assert.equal(forbidden.code, 126);
});

Deno.test("exec starts nothing without a command or a token", async () => {
  const none = await runExec([]);
  assert.equal(none.code, 64, none.stderr);
  assert.equal(none.started.length, 0);
  const refused = await runExec(["--", "x"], undefined, { replies: [] });
  assert.notEqual(refused.code, 0);
  assert.equal(refused.started.length, 0);
});

const isUnix = Deno.build.os !== "windows";
const sh = (script: string) => ["/bin/sh", "-c", script];

Deno.test({
  name: "runChild() passes the environment on without this program's secrets",
  ignore: !isUnix,
  async fn() {
    const file = await Deno.makeTempFile();
    Deno.env.set("ENTRADA_CLIENT_SECRET", "hidden");
    Deno.env.set("ENTRADA_TEST_KEPT", "kept");
    try {
      const outcome = await runChild(sh(`env > '${file}'; exit 7`), {
        ACCESS_TOKEN: "a b'c",
      });
      assert.deepEqual(outcome, { type: "ended", code: 7 });
      const lines = (await Deno.readTextFile(file)).split("\n");
      assert.ok(lines.includes("ACCESS_TOKEN=a b'c"));
      assert.ok(lines.includes("ENTRADA_TEST_KEPT=kept"));
      assert.ok(!lines.some((line) => line.includes("hidden")));
    } finally {
      Deno.env.delete("ENTRADA_CLIENT_SECRET");
      Deno.env.delete("ENTRADA_TEST_KEPT");
      await Deno.remove(file);
    }
  },
});

Deno.test({
  name:
    "runChild() tells a signal's end, a missing command and a forbidden one",
  ignore: !isUnix,
  async fn() {
    const killed = await runChild(sh("kill -TERM $$"), {});
    assert.deepEqual(killed, { type: "ended", code: 143 });
    const missing = await runChild(["/nowhere/no-such-command"], {});
    assert.equal(missing.type, "missing");
    const forbidden = await runChild(["/etc/passwd"], {});
    assert.equal(forbidden.type, "forbidden");
  },
});

Deno.test({
  name: "exec passes signals on, and waits for what its command makes of them",
  ignore: !isUnix,
  fn: () =>
    withSandbox({}, async (sandbox, home) => {
      const nightly = sandbox.ready.clients.find(({ client_id }) =>
        client_id === clientId(sandbox, "Contoso Nightly Report")
      );
      const script =
        'trap "echo $ACCESS_TOKEN_EXPIRES_ON got; exit 9" TERM; echo ready; while :; do sleep 0.02; done';
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          ...await startCommand(),
          ...["exec", "--quiet", "--authority", sandbox.authority],
          ...["--client-id", nightly?.client_id ?? ""],
          ...["--client-secret-env", "NIGHTLY", "-s", GRAPH, "--"],
          ...sh(script),
        ],
        cwd: ROOT,
        clearEnv: true,
        env: {
          ...cleanEnvironment(home),
          NIGHTLY: nightly?.client_secret ?? "",
        },
        stdin: "null",
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      let text = "";
      for await (
        const part of child.stdout.pipeThrough(new TextDecoderStream())
      ) {
        text += part;
        if (text === "ready\n") child.kill("SIGTERM");
      }
      assert.match(text, /^ready\n\d{10} got\n$/);
      assert.equal((await child.status).code, 9);
    }),
});
