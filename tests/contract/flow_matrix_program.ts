// The door of shells: `get-token` with nobody at a terminal, on real ports and files; the token is what it prints.
import { memoryStorage } from "../cli/fake_io.ts";
import assert from "node:assert/strict";
import { systemClock } from "../../src/adapters/clock.ts";
import { systemHost } from "../../src/adapters/environment.ts";
import { systemFiles } from "../../src/adapters/files.ts";
import { systemPorts } from "../../src/adapters/mod.ts";
import type { Output } from "../../src/adapters/process.ts";
import { createInput } from "../../src/adapters/stdin.ts";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/run.ts";
import type { Ports } from "../../src/engine/ports/mod.ts";
import { CONTOSO } from "./authority_world.ts";
import { portsOf } from "./flow_matrix_machine.ts";
import type { Asked } from "./flow_matrix_request.ts";
import { clientOf, PEM, SECRET } from "./flow_matrix_world.ts";

/** How the client proves itself, as options. */
async function proofOptions(asked: Asked): Promise<readonly string[]> {
  const { proof, machine: { folder } } = asked;
  switch (proof) {
    case "secret":
      return ["--client-secret-env", "MATRIX_SECRET"];
    case "certificate":
      await Deno.writeTextFile(`${folder}/client.pem`, PEM);
      return ["--client-certificate", `${folder}/client.pem`];
    case "assertion":
      await renewAssertion(asked);
      return ["--client-assertion-file", `${folder}/jwt`];
    default:
      return [];
  }
}

/** The oracle takes an assertion once, so the platform has to put a new one there. */
async function renewAssertion(
  { authority, machine: { folder } }: Asked,
): Promise<void> {
  await Deno.writeTextFile(`${folder}/jwt`, await authority.assertion());
}

function programPorts(asked: Asked): Ports {
  const { fetch, ...ports } = systemPorts();
  return {
    ...ports,
    async fetch(request) {
      const response = await fetch(request);
      if (asked.proof === "assertion") await renewAssertion(asked);
      return response;
    },
    ...portsOf(asked.machine),
  };
}

/** Whether the flow asks this machine, and no authority. */
function isLocal({ lent, machine }: Asked): boolean {
  return lent !== undefined || machine.identity !== undefined;
}

const OPENS_BROWSER = [
  "interactive",
  "authorization-code",
  "hybrid",
  "implicit",
];

async function optionsOf(asked: Asked): Promise<readonly string[]> {
  const { authority, flow, proof, scopes, redirectUri, username } = asked;
  const given: readonly (readonly [unknown, ...string[]])[] = [
    [redirectUri, "--redirect-uri", redirectUri ?? ""],
    [username, "--username", username ?? ""],
    [asked.password, "--password-env", "MATRIX_PASSWORD"],
    [asked.userToken, "--assertion-env", "MATRIX_USER_TOKEN"],
    [asked.refreshToken, "--refresh-token-env", "MATRIX_REFRESH_TOKEN"],
  ];
  return [
    ...["get-token", "--timeout", "10s", "-f", flow, "-s", scopes.join(" ")],
    ...(isLocal(asked) ? [] : [
      ...["--authority", `${authority.origin}/${CONTOSO}`],
      ...["--client-id", clientOf(proof)],
    ]),
    ...await proofOptions(asked),
    ...(OPENS_BROWSER.includes(flow) ? ["--open"] : []),
    ...given.flatMap(([value, ...options]) =>
      value === undefined ? [] : options
    ),
  ];
}

function recorder(): Output & { text: string } {
  return {
    text: "",
    isTerminal: false,
    write(text) {
      this.text += text;
    },
  };
}

function ioOf(
  asked: Asked,
  streams: Pick<Io, "stdout" | "stderr">,
): Io {
  const { machine } = asked;
  const variables: Readonly<Record<string, string | undefined>> = {
    HOME: machine.folder,
    MATRIX_SECRET: SECRET,
    MATRIX_PASSWORD: asked.password,
    MATRIX_USER_TOKEN: asked.userToken,
    MATRIX_REFRESH_TOKEN: asked.refreshToken,
    ...machine.identity,
  };
  return {
    ...streams,
    stdin: createInput({ read: () => Promise.resolve(null) }, false),
    env: (name) => variables[name],
    host: systemHost,
    files: systemFiles,
    clock: systemClock,
    remind: () => {},
    signal: new AbortController().signal,
    ports: () => Promise.resolve(programPorts(asked)),
    ...memoryStorage(),
    diagnosis: () => Promise.reject(new Error("no doctor in this test")),
    startSandbox: () => Promise.reject(new Error("no sandbox in this test")),
    openInterface: () => Promise.reject(new Error("no interface in this test")),
  };
}

/** Gets the token of one cell from the program. */
export async function askProgram(asked: Asked): Promise<string> {
  const streams = { stdout: recorder(), stderr: recorder() };
  const code = await runCli(await optionsOf(asked), ioOf(asked, streams));
  const { stdout, stderr } = streams;
  assert.equal(code, 0, stderr.text);
  for (const secret of [SECRET, asked.password, asked.refreshToken]) {
    assert.ok(secret === undefined || !stderr.text.includes(secret));
  }
  assert.match(stdout.text, /^[\w.-]+\n$/);
  return stdout.text.trimEnd();
}
