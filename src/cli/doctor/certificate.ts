import { load } from "../../adapters/load.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import { type Finding, finding } from "./finding.ts";
import { problemOf } from "./problem.ts";
import type { ReferenceContext } from "./referred.ts";

const DAY = 24 * 60 * 60_000;
/** A new certificate has to be made, approved and registered in time. */
const SOON_MS = 30 * DAY;

/** When a certificate of a profile ends. */
export interface CertificateEnd {
  /** Whose profile it is. */
  readonly name: string;
  /** Whose certificate it is: untrusted text. */
  readonly subject: string;
  /** When it expires, in milliseconds since the epoch. */
  readonly notAfter: number;
  /** What time it is. */
  readonly now: number;
}

/**
 * Judges when a certificate expires.
 *
 * @param end The certificate and the time.
 * @returns The finding.
 */
export function judgeExpiry(
  { name, subject, notAfter, now }: CertificateEnd,
): Finding {
  const left = notAfter - now;
  const date = new Date(notAfter).toISOString();
  const day = date.slice(0, 10);
  const details = { profile: name, subject, not_after: date };
  const fix =
    "Make a new pair, add its certificate to the app registration, and name it in the profile";
  if (left <= 0) {
    return finding("certificate_expired", "error", {
      message: `Profile "${name}": its certificate (${subject}) expired ${
        formatDuration(left)
      } ago, on ${day}`,
      fix,
      details,
    });
  }
  const isSoon = left < SOON_MS;
  return finding(
    isSoon ? "certificate_expires_soon" : "certificate_valid",
    isSoon ? "warning" : "ok",
    {
      message: `Profile "${name}": its certificate (${subject}) is valid for ${
        formatDuration(left)
      } more, until ${day}`,
      fix: isSoon ? fix : undefined,
      details,
    },
  );
}

/**
 * Opens the certificate of a profile as a sign-in would, and judges when it
 * expires.
 *
 * @param settings The profile's settings.
 * @param context The world.
 * @returns The finding.
 */
export async function judgeCertificateFile(
  settings: Merged<CallSettings>,
  { name, world: { io } }: ReferenceContext,
): Promise<readonly Finding[]> {
  try {
    const { openClientCredential } = await load<
      typeof import("../call/credential.ts")
    >("../call/credential.ts", import.meta.url);
    const auth = await openClientCredential(settings, { io, context: {} });
    if (auth.type !== "certificate") return [];
    const { subject, notAfter } = auth.certificate;
    return [judgeExpiry({ name, subject, notAfter, now: io.clock.now() })];
  } catch (error) {
    const { message, fix } = problemOf(error);
    return [finding("certificate_unusable", "error", {
      message: `Profile "${name}": ${message}`,
      fix,
      details: { profile: name },
    })];
  }
}
