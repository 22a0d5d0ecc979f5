import { makeCertificates } from "./certificate.ts";

/** The tenant that all competitors ask. */
export const TENANT_ID = "11111111-2222-4333-8444-555555555555";
/** The client that all competitors are. */
export const CLIENT_ID = "22222222-3333-4444-8555-666666666666";
/** What all competitors ask for. */
export const SCOPE = "api://bench/.default";

/** The server that all competitors talk to. */
export interface Authority {
  /** Its origin. */
  readonly origin: string;
  /** Whether it speaks https, which some peers insist on. */
  readonly isSecure: boolean;
  /** What a client needs to find and trust it. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the certificate to trust, if it has one. */
  readonly root: string | undefined;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the authority as a process of its own.
 *
 * @param folder Where its certificate may be written.
 * @throws {Error} If it does not start.
 */
export async function startAuthority(folder: string): Promise<Authority> {
  const certificates = await makeCertificates(folder);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-net=127.0.0.1",
      `--allow-read=${folder}`,
      new URL("authority.ts", import.meta.url).pathname,
      ...certificates === undefined
        ? []
        : [certificates.server, certificates.key],
    ],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: line = "" } = await reader.read();
  const origin = line.trim();
  if (origin === "") throw new Error("The local authority did not start");
  return {
    origin,
    isSecure: certificates !== undefined,
    root: certificates?.root,
    env: environmentOf(origin, certificates?.root),
    async close() {
      await reader.cancel();
      child.kill();
      await child.status;
    },
  };
}

function environmentOf(
  origin: string,
  root: string | undefined,
): Record<string, string> {
  return {
    BENCH_ORIGIN: origin,
    BENCH_TENANT_ID: TENANT_ID,
    BENCH_CLIENT_ID: CLIENT_ID,
    BENCH_CLIENT_SECRET: "not-a-secret",
    BENCH_SCOPE: SCOPE,
    ...root === undefined ? {} : {
      DENO_CERT: root,
      NODE_EXTRA_CA_CERTS: root,
      // What Python's HTTP client reads.
      REQUESTS_CA_BUNDLE: root,
    },
  };
}
