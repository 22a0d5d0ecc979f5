import { openPty, type PtySession } from "./pty.ts";
import { ROOT } from "./product.ts";

/** Debian puts it where ordinary users do not look. */
const SSHD = "/usr/sbin/sshd";

/** A secure shell to this machine. */
export interface SshServer {
  /** Runs a command on a terminal over the connection. */
  open(
    command: string,
    size: { readonly columns: number; readonly rows: number },
  ): PtySession;
  /** What runs a command over the connection, without a terminal. */
  command(words: readonly string[]): string[];
  close(): Promise<void>;
}

/** Whether this machine has what {@linkcode startSshServer} needs. */
export function hasSshServer(): boolean {
  return [SSHD, "/usr/bin/ssh", "/usr/bin/ssh-keygen"].every((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

async function makeKey(path: string): Promise<void> {
  const { success } = await new Deno.Command("ssh-keygen", {
    args: ["-q", "-t", "ed25519", "-N", "", "-f", path],
    stdout: "null",
    stderr: "null",
  }).output();
  if (!success) throw new Error("Cannot make a key");
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function configuration(folder: string, port: number): string {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/client.pub`,
    `PidFile ${folder}/pid`,
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "PermitRootLogin prohibit-password",
  ].join("\n") + "\n";
}

/** Resolves when the server says that it listens. */
async function listening(stderr: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let said = "";
  for await (const part of stderr.values({ preventCancel: true })) {
    said += decoder.decode(part);
    if (said.includes("Server listening")) return;
  }
  throw new Error(`The server does not start: ${said}`);
}

/** For the shell at the other end. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Starts a server of its own on this machine, with keys of its own. */
export async function startSshServer(): Promise<SshServer> {
  const folder = await Deno.makeTempDir();
  await makeKey(`${folder}/host`);
  await makeKey(`${folder}/client`);
  const port = freePort();
  await Deno.writeTextFile(`${folder}/config`, configuration(folder, port));
  // The server insists on this folder when it runs as root.
  if (Deno.uid() === 0) await Deno.mkdir("/run/sshd", { recursive: true });
  const server = new Deno.Command(SSHD, {
    args: ["-D", "-e", "-f", `${folder}/config`],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  await listening(server.stderr);
  const options = [
    "-i",
    `${folder}/client`,
    "-p",
    String(port),
    "-o",
    "StrictHostKeyChecking=no",
    "-o",
    "UserKnownHostsFile=/dev/null",
    "-o",
    "LogLevel=ERROR",
  ];
  return {
    open: (command, { columns, rows }) =>
      openPty("/usr/bin/ssh", {
        args: [...options, "-tt", "127.0.0.1", `cd '${ROOT}' && ${command}`],
        columns,
        rows,
      }),
    command: (words) => [
      ...["/usr/bin/ssh", ...options, "-T", "127.0.0.1"],
      words.map(quoted).join(" "),
    ],
    async close() {
      server.kill("SIGTERM");
      await server.stderr.cancel();
      await server.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
