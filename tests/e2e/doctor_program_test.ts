import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";
import { openPty } from "../support/pty.ts";

interface Report {
  readonly version: string;
  readonly findings: readonly {
    readonly id: string;
    readonly area: string;
    readonly level: string;
    readonly message: string;
    readonly fix?: string;
    readonly details?: Readonly<Record<string, unknown>>;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

async function doctor(
  args: readonly string[],
  { home, env = {}, before = [] }: {
    readonly home: string;
    readonly env?: Readonly<Record<string, string>>;
    /** A program that runs this one. */
    readonly before?: readonly string[];
  },
): Promise<Outcome> {
  const start = await startCommand();
  // The keyrings are reached by native code.
  const flags = start.some((flag) => flag.startsWith("--allow-ffi"))
    ? start
    : [start[0] ?? "run", "--allow-ffi", ...start.slice(1)];
  const command = [...before, Deno.execPath(), ...flags, "doctor", ...args];
  const from = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(command[0] ?? "", {
    args: command.slice(1),
    cwd: ROOT,
    clearEnv: true,
    // The place of tokens is left to the program.
    env: { ...cleanEnvironment(home), ENTRADA_TOKEN_STORE: "", ...env },
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    code,
    stdout: decode(stdout),
    stderr: decode(stderr),
    ms: performance.now() - from,
  };
}

function find({ stdout }: Outcome, id: string) {
  const report: Report = JSON.parse(stdout);
  return report.findings.find((each) => each.id === id);
}

async function isThere(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output();
    return true;
  } catch {
    return false;
  }
}

Deno.test("entrada doctor examines a machine, changes nothing and is quick", () =>
  withSandbox({}, async (sandbox, home) => {
    await Deno.writeTextFile(
      `${home}/profiles.json`,
      JSON.stringify({
        version: 1,
        profiles: [{
          name: "sand",
          authority: sandbox.authority,
          clientId: clientId(sandbox, "Contoso Nightly Report"),
          clientSecret: "env:NIGHTLY",
          resource: "https://graph.microsoft.com",
        }],
      }),
      { mode: 0o600 },
    );
    const ran = await doctor(["-p", "sand", "--json"], {
      home,
      env: { NIGHTLY: "sandbox-secret-nightly-report", LD_LIBRARY_PATH: "/x" },
    });
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.equal(ran.stderr, "");
    const report: Report = JSON.parse(ran.stdout);
    assert.deepEqual(Object.keys(report), ["version", "findings", "summary"]);
    assert.equal(find(ran, "discovery")?.level, "ok");
    assert.equal(find(ran, "clock")?.level, "ok");
    assert.equal(find(ran, "profile_valid")?.level, "ok");
    assert.equal(find(ran, "environment_variable")?.level, "note");
    assert.doesNotMatch(ran.stdout, /sandbox-secret/);
    assert.ok(ran.ms < 5_000, `${ran.ms} ms`);
    const left = await Array.fromAsync(Deno.readDir(home));
    assert.deepEqual(left.map(({ name }) => name), ["profiles.json"]);
  }));

Deno.test("entrada doctor tells people what is in the way, and ends with its code", () =>
  withSandbox({}, async (_sandbox, home) => {
    await Deno.writeTextFile(`${home}/profiles.json`, '{"version": 1,}');
    const ran = await doctor(["--offline"], { home });
    assert.equal(ran.code, 78);
    assert.match(ran.stdout, /✖ error {4}Cannot read the profiles:/);
    assert.match(ran.stdout, /profiles\.json:1:15:\s+this\s+is\s+not\s+JSON/);
    assert.match(ran.stdout, /^ {13}Fix: The file is left as it is/m);
    assert.match(ran.stderr, /^Error: One thing is in the way/);
  }));

Deno.test("entrada doctor names the state of the keyring", async () => {
  const home = await Deno.makeTempDir();
  try {
    const none = await doctor(["--offline", "--json"], { home });
    assert.equal(
      find(none, "keyring")?.details?.situation,
      Deno.build.os === "linux" ? "no_session_bus" : "keyring_ready",
    );
    if (
      !await isThere("dbus-run-session") ||
      !await isThere("gnome-keyring-daemon")
    ) {
      print("skipped: gnome-keyring or dbus-run-session is not installed");
      return;
    }
    // The session's bus and all that it has started end with the command.
    const unlock =
      'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "$@"';
    const ran = await doctor(["--offline", "--json"], {
      home,
      env: { XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
      before: ["dbus-run-session", "--", "sh", "-c", unlock, "sh"],
    });
    assert.equal(find(ran, "keyring")?.details?.situation, "keyring_ready");
    assert.equal(find(ran, "protection")?.details?.protection, "keyring");
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("entrada doctor says which permissions are missing, and asks for none", async () => {
  const home = await Deno.makeTempDir();
  try {
    // On a terminal, a missing permission becomes a question.
    const program = openPty(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--allow-env",
        "--allow-read",
        "src/cli/main.ts",
        "doctor",
      ],
      rows: 200,
      cwd: ROOT,
      env: cleanEnvironment(home),
    });
    const screen = await program.until(/\d+ warnings?, \d+ error/);
    assert.equal(await program.exit, 8, screen);
    assert.doesNotMatch(screen, /Deno requests/);
    for (const name of ["net", "write", "run", "ffi"]) {
      assert.match(screen, new RegExp(`The permission "${name}" is missing`));
    }
    assert.doesNotMatch(screen, /could not be looked at/);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
