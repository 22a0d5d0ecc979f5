import { load } from "../../adapters/load.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import type { Io } from "../io.ts";

const SOON_MS = 30 * 24 * 60 * 60_000;

/** Looking must neither run a program nor open what is sealed. */
function isAtHand(settings: Merged<CallSettings>): boolean {
  const password = settings.certificatePassword?.value ?? "env:";
  return settings.clientCertificate !== undefined &&
    /^(env|file):/.test(password);
}

/**
 * Reads when the certificate of a call expires, where that can be had without
 * asking anybody.
 *
 * @param settings The settings of the call.
 * @param io The world.
 * @returns Milliseconds since the epoch; `undefined` when it cannot be told.
 */
export async function certificateEnd(
  settings: Merged<CallSettings>,
  io: Io,
): Promise<number | undefined> {
  if (!isAtHand(settings)) return undefined;
  try {
    const { openClientCredential } = await load<
      typeof import("../call/credential.ts")
    >("../call/credential.ts", import.meta.url);
    const auth = await openClientCredential(settings, { io, context: {} });
    return auth.type === "certificate" ? auth.certificate.notAfter : undefined;
  } catch {
    io.signal.throwIfAborted();
    // The doctor says what is wrong with it.
    return undefined;
  }
}

/**
 * Warns of a certificate that has expired, or expires soon.
 *
 * @param notAfter When it expires, in milliseconds since the epoch.
 * @param now Milliseconds since the epoch.
 * @returns A sentence to be told as a warning; `undefined` when there is time.
 */
export function certificateWarning(
  notAfter: number | undefined,
  now: number,
): string | undefined {
  if (notAfter === undefined || notAfter - now > SOON_MS) return undefined;
  const day = new Date(notAfter).toISOString().slice(0, 10);
  return `the certificate ${
    notAfter <= now ? "expired" : "expires"
  } on ${day}; make a new pair and add its certificate to the app registration`;
}
