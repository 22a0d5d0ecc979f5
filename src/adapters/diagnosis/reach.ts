import { load } from "../load.ts";
import type { CertificateFacts } from "./handshake.ts";

/** What came of one step. */
export type Step<T> =
  | { readonly done: T }
  /** The system's own name of the failure, such as `ENOTFOUND`. */
  | { readonly failed: string };

/** The way to a host, as far as it went. */
export interface ReachFacts {
  /** The addresses that its name stands for. */
  readonly addresses: Step<readonly string[]>;
  /** Whether somebody answers at the port; absent when the name is unknown. */
  readonly connection?: Step<true>;
  /** Whose certificate it is; absent where there is none to see. */
  readonly certificate?: Step<CertificateFacts>;
}

function failureOf(error: unknown): { readonly failed: string } {
  const { name = "Error", code = name } = error as {
    readonly name?: string;
    readonly code?: string;
  };
  return { failed: code };
}

async function attempt<T>(work: Promise<T>): Promise<Step<T>> {
  try {
    return { done: await work };
  } catch (error) {
    return failureOf(error);
  }
}

async function addressesOf(hostname: string): Promise<readonly string[]> {
  const { lookup } = await import("node:dns/promises");
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

async function connect(
  hostname: string,
  { port, signal }: { readonly port: number; readonly signal: AbortSignal },
): Promise<true> {
  using _connection = await Deno.connect({ hostname, port, signal });
  return true;
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === "https:" ? 443 : 80);
}

/**
 * Tells whether a host may be asked without a question to the user.
 *
 * @param address The address; only scheme, host and port count.
 * @returns Whether it is granted.
 */
export function mayReach(address: URL): boolean {
  const host = `${address.hostname}:${portOf(address)}`;
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/**
 * Goes the way to a host step by step, and stops where it does not go on.
 *
 * @param address The address; only scheme, host and port count.
 * @param signal Ends it.
 * @returns How far it went.
 */
export async function reach(
  address: URL,
  signal: AbortSignal,
): Promise<ReachFacts> {
  const hostname = address.hostname.replace(/^\[|\]$/g, "");
  const isHttps = address.protocol === "https:";
  const port = portOf(address);
  if (!mayReach(address)) return { addresses: { failed: "NotCapable" } };
  const addresses = await attempt(addressesOf(hostname));
  if ("failed" in addresses) return { addresses };
  const connection = await attempt(connect(hostname, { port, signal }));
  if ("failed" in connection || !isHttps) return { addresses, connection };
  const { readCertificate } = await load<typeof import("./handshake.ts")>(
    "./handshake.ts",
    import.meta.url,
  );
  const certificate = await attempt(
    readCertificate(hostname, { port, signal }),
  );
  return { addresses, connection, certificate };
}
