import { AuthError } from "../../engine/errors.ts";
import { isSafeTransport } from "../../engine/entra/authority_address.ts";
import type { ExchangeEvent } from "../../engine/events.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import { toAuthError } from "../../engine/protocol/failure.ts";
import { createWire } from "../../engine/protocol/wire.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { readNamedFile } from "./token_argument.ts";

const HINT = 'A key set is JSON such as {"keys": [...]}';

function parsed(text: string, source: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const isSet = typeof value === "object" && value !== null &&
      "keys" in value && Array.isArray(value.keys);
    if (isSet) return value;
  } catch {
    // Said below, like JSON of another shape.
  }
  throw new UsageError(`Cannot use "${source}" as a key set`, HINT);
}

/** What a key set is read with. */
export interface KeySetOptions {
  /** The world. */
  readonly io: Io;
  /** The network. */
  readonly ports: Pick<Ports, "fetch" | "clock">;
  /** Hears of what is sent. */
  readonly onExchange: (event: ExchangeEvent) => void;
}

async function fetched(
  url: URL,
  { io, ports, onExchange }: KeySetOptions,
): Promise<string> {
  const wire = createWire(ports, io.signal);
  try {
    const response = await wire.send("jwks", url.href, {
      method: "GET",
      headers: { accept: "application/json" },
    });
    return await response.text();
  } catch (error) {
    throw await toAuthError(error, `Cannot get the keys of "${url.host}"`);
  } finally {
    wire.drain().forEach(onExchange);
  }
}

/**
 * Reads a key set that a person named.
 *
 * @param source A file, or an address.
 * @param options The world, the network, and who hears of what is sent.
 * @returns The parsed JSON.
 * @throws {UsageError} If it is not there, or no key set.
 * @throws {AuthError} If it cannot be fetched, or not safely.
 */
export async function readKeySet(
  source: string,
  options: KeySetOptions,
): Promise<unknown> {
  if (!/^https?:\/\//i.test(source)) {
    return parsed(await readNamedFile(source, options.io), source);
  }
  const url = URL.parse(source);
  if (url === null || !isSafeTransport(url)) {
    throw new AuthError(
      "invalid_parameter",
      `Cannot fetch keys from "${source}": it is not https`,
      { hint: "Whoever could change the keys on their way could sign tokens" },
    );
  }
  return parsed(await fetched(url, options), source);
}
