import type { Fetch, ManagedIdentityHost } from "../engine/ports/mod.ts";
import { Secret } from "../engine/secret.ts";
import { environmentVariable } from "./environment.ts";
import { createFetch, directClient } from "./fetch.ts";

/** Where the agent of Azure Arc is, by operating system. */
const AGENTS: Readonly<Record<string, string>> = {
  linux: "/opt/azcmagent/bin/himds",
  windows: "C:\\Program Files\\AzureConnectedMachineAgent\\himds.exe",
};

/** A challenge of that agent has a few hundred bytes. */
const LARGEST_KEY = 4096;
/** Off Azure nothing listens at these addresses: a laptop must not hang. */
const TOTAL_MS = 10_000;

function tokenFolder(): string {
  if (Deno.build.os !== "windows") return "/var/opt/azcmagent/tokens/";
  const data = environmentVariable("ProgramData") ?? "C:\\ProgramData";
  return `${data}\\AzureConnectedMachineAgent\\Tokens\\`;
}

/** Sends requests straight to their host, past every proxy. */
const directFetch: Fetch = async (request) => {
  using client = directClient(request.url);
  return await createFetch({ totalMs: TOTAL_MS, client })(request);
};

async function readKey(path: string): Promise<Secret> {
  // Opening a pipe would wait for ever, and a link may lead to anything.
  const { isFile, size } = await Deno.lstat(path);
  if (!isFile) throw new Error("The challenge is no file");
  const bytes = new Uint8Array(LARGEST_KEY + 1);
  using file = await Deno.open(path);
  const length = await file.read(bytes) ?? 0;
  if (Math.max(size, length) > LARGEST_KEY) {
    throw new Error(`The challenge has more than ${LARGEST_KEY} bytes`);
  }
  return new Secret(new TextDecoder().decode(bytes.subarray(0, length)));
}

/** What this machine tells of the identity that Azure gave it. */
export const systemIdentityHost: ManagedIdentityHost = {
  variable: environmentVariable,
  async hasArcAgent() {
    const agent = AGENTS[Deno.build.os];
    if (agent === undefined) return false;
    try {
      return (await Deno.stat(agent)).isFile;
    } catch {
      return false;
    }
  },
  get arcTokenFolder() {
    return tokenFolder();
  },
  readArcKey: readKey,
  fetch: directFetch,
};
