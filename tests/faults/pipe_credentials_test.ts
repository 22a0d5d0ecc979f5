// Pipes in the place of files: `<(command)`, a writer that is slow, one that never comes, and devices without an end.
import assert from "node:assert/strict";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

const ignore = Deno.build.os !== "linux";
const NIGHTLY = "Contoso Nightly Report";
const SECRET = "sandbox-secret-nightly-report";

/** A folder with a named pipe in it, and an authority. */
interface Place {
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly pipe: string;
}

async function withPipe(work: (place: Place) => Promise<void>): Promise<void> {
  await withSandbox({}, async (sandbox, home) => {
    const pipe = `${home}/pipe`;
    const { success } = await new Deno.Command("mkfifo", { args: [pipe] })
      .output();
    assert.ok(success);
    await work({ sandbox, home, pipe });
  });
}

function getToken({ sandbox }: Place): readonly string[] {
  return [
    ...["get-token", "--verbose", "--authority", sandbox.authority],
    ...["--client-id", clientId(sandbox, NIGHTLY)],
    ...["-s", "https://graph.microsoft.com/.default"],
  ];
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function start(
  args: readonly string[],
  { home }: Place,
): Promise<Deno.ChildProcess> {
  return new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { ...cleanEnvironment(home), S: SECRET },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs the program in a shell, which knows process substitution. */
async function inShell(line: string, place: Place): Promise<Ended> {
  const program = [Deno.execPath(), ...await startCommand()];
  return await ended(
    new Deno.Command("bash", {
      args: ["-c", line, "-", ...program],
      cwd: ROOT,
      clearEnv: true,
      env: {
        ...cleanEnvironment(place.home),
        S: SECRET,
        CALL: getToken(place).join(" "),
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
}

type Call = (place: Place) => readonly string[];

/** Every option that names a file which a call reads. */
const OPTIONS: Readonly<Record<string, Call>> = {
  "--client-certificate": ({ pipe }) => ["--client-certificate", pipe],
  "--certificate-password-file": ({ pipe }) => [
    ...["--client-certificate", "none.pfx"],
    ...["--certificate-password-file", pipe],
  ],
  "--client-secret-file": ({ pipe }) => ["--client-secret-file", pipe],
  "--client-assertion-file": ({ pipe }) => ["--client-assertion-file", pipe],
  "--assertion-file": ({ pipe }) => [
    ...["-f", "on-behalf-of", "--client-secret-env", "S"],
    ...["--assertion-file", pipe],
  ],
};

for (const [option, call] of Object.entries(OPTIONS)) {
  Deno.test({
    name:
      `get-token gives up after --timeout while nobody writes to the pipe of ${option}`,
    ignore,
    fn: () =>
      withPipe(async (place) => {
        const args = [...getToken(place), ...call(place), "--timeout", "400ms"];
        const { code, stderr } = await ended(await start(args, place));
        assert.equal(code, 5, stderr);
        assert.match(stderr, /^Error: Cannot get a token within/m);
      }),
  });
}

const WAITING: Readonly<Record<string, Call>> = {
  ...Object.fromEntries(
    Object.entries(OPTIONS).map(([option, call]) => [
      option,
      (place: Place) => [...getToken(place), ...call(place)],
    ]),
  ),
  "inspect --file": ({ pipe }) => ["inspect", "--file", pipe],
  "sandbox --seed": ({ pipe }) => ["sandbox", "--seed", pipe],
};

for (const [what, call] of Object.entries(WAITING)) {
  Deno.test({
    name:
      `SIGTERM ends the program while the pipe of ${what} stays open and silent`,
    ignore,
    fn: () =>
      withPipe(async (place) => {
        const child = await start(call(place), place);
        // Opening waits until the program has opened the other end.
        using _writer = await Deno.open(place.pipe, { write: true });
        const at = performance.now();
        child.kill("SIGTERM");
        const { code, stderr } = await ended(child);
        const took = performance.now() - at;
        assert.equal(code, 143, stderr);
        assert.match(stderr, /^Ended by SIGTERM$/m);
        assert.ok(took < 1_000, `${took} ms`);
      }),
  });
}

Deno.test({
  name: "Ctrl+C ends the program while it opens a pipe that has no writer",
  ignore,
  fn: () =>
    withPipe(async (place) => {
      const option = ["--client-certificate", place.pipe];
      const child = await start([...getToken(place), ...option], place);
      const reader = child.stderr.getReader();
      const { value } = await reader.read();
      // The flow is named just before the certificate is read.
      assert.match(new TextDecoder().decode(value), /^Flow: /);
      const at = performance.now();
      child.kill("SIGINT");
      const { code } = await child.status;
      assert.equal(code, 130);
      assert.ok(performance.now() - at < 1_000);
      await reader.cancel();
      await child.stdout.cancel();
    }),
});

Deno.test({
  name: "get-token reads a secret from <(command), slow or not, to its end",
  ignore,
  fn: () =>
    withPipe(async (place) => {
      for (
        const writer of [
          'printf %s "$S"',
          'printf %s "${S:0:5}"; sleep 0.3; printf "%s\\n" "${S:5}"',
        ]
      ) {
        const line = `"$@" $CALL --client-secret-file <(${writer})`;
        const { code, stdout, stderr } = await inShell(line, place);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^eyJ/);
      }
    }),
});

Deno.test({
  name: "get-token reads a secret from /dev/stdin",
  ignore,
  fn: () =>
    withPipe(async (place) => {
      const line =
        'printf %s "$S" | "$@" $CALL --client-secret-file /dev/stdin';
      const { code, stdout, stderr } = await inShell(line, place);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^eyJ/);
    }),
});

Deno.test({
  name: "get-token tells an empty pipe from one that is too long",
  ignore,
  fn: () =>
    withPipe(async (place) => {
      for (
        const [writer, said] of [
          ["true", /is empty$/m],
          ["head -c 2000000 /dev/zero", /is longer than 1 MiB$/m],
        ] as const
      ) {
        const line = `"$@" $CALL --client-certificate <(${writer})`;
        const { code, stderr } = await inShell(line, place);
        assert.equal(code, 78, stderr);
        assert.match(stderr, said);
      }
    }),
});

Deno.test({
  name: "a device without an end is refused before it fills the memory",
  ignore,
  fn: () =>
    withPipe(async (place) => {
      const secret = [...getToken(place), "--client-secret-file", "/dev/zero"];
      for (const args of [secret, ["inspect", "--file", "/dev/zero"]]) {
        const { code, stderr } = await ended(await start(args, place));
        assert.equal(code, 8, stderr);
        assert.match(stderr, /^Error: Cannot read .*longer than 16 MiB$/m);
      }
    }),
});
