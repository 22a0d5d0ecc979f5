/**
 * Redis or Valkey servers for tests: each on a loopback port and in a directory
 * of its own, with nothing saved, ended by whoever started it.
 */
const PROGRAMS = ["redis-server", "valkey-server"];

/**
 * Below the ports that the system gives to connections (from 32,768 on Linux),
 * with the bus of a cluster, which is 10,000 above.
 */
const LOWEST_PORT = 11_000;
const HIGHEST_PORT = 22_000;

function find(program: string): string | undefined {
  return (Deno.env.get("PATH") ?? "").split(":")
    .map((directory) => `${directory}/${program}`)
    .find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
}

/** The server's program; none if it is not installed. */
export const redisProgram: string | undefined = PROGRAMS.map(find)
  .find((path) => path !== undefined);

/** To be added to the name of a test that needs the program. */
export const skipped: string = redisProgram === undefined
  ? " (skipped: redis-server is not installed)"
  : "";

/** A server that runs. */
export interface RedisProcess {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** The address for clients. */
  readonly url: string;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  /** Lets it hang, and go on. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

/** How a server is started. */
export interface StartOptions {
  /** The port, to start one again where it was. */
  readonly port?: number;
  /** More of its options, such as `["--cluster-enabled", "yes"]`. */
  readonly args?: readonly string[];
}

function freePort(): number {
  for (;;) {
    const port = LOWEST_PORT +
      Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

async function untilReady(
  reader: ReadableStreamDefaultReader<string>,
): Promise<void> {
  let log = "";
  while (!/ready to accept connections/i.test(log)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The server ended: ${log}`);
    log += value;
  }
}

/**
 * Starts a server and waits until it takes connections.
 *
 * @param options Its port and its options.
 * @returns The server.
 */
export async function startRedis(
  { port = freePort(), args = [] }: StartOptions = {},
): Promise<RedisProcess> {
  if (redisProgram === undefined) throw new Error("There is no redis-server");
  const directory = await Deno.makeTempDir();
  const options = ["--bind", "127.0.0.1", "--port", `${port}`, "--save", ""];
  const child = new Deno.Command(redisProgram, {
    args: [...options, "--appendonly", "no", "--dir", directory, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await untilReady(reader);
  await reader.cancel(); // A server does not mind that nobody reads its log.
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    signal: (name) => child.kill(name),
    async stop() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      await child.status;
      await Deno.remove(directory, { recursive: true });
    },
  };
}

/**
 * Does something with a server and ends it.
 *
 * @param work What to do.
 * @param options The server's options.
 */
export async function withRedis(
  work: (server: RedisProcess) => Promise<void>,
  options: StartOptions = {},
): Promise<void> {
  const server = await startRedis(options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}
