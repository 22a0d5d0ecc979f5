import type { Authority } from "../authority.ts";
import { epochSeconds } from "../clock.ts";
import { methodsOf } from "../sign_in/methods.ts";
import { giveConsent } from "../consent.ts";
import { refusal } from "../refusals.ts";
import type { DeviceRecord } from "../store.ts";
import type { UserSeed } from "../world.ts";

/** RFC 8628, 6.1: case and separators in a typed user code mean nothing. */
export function findDevice(
  { store }: Pick<Authority, "store">,
  userCode: string,
): DeviceRecord | undefined {
  const wanted = userCode.toUpperCase().replace(/[\s-]/g, "");
  return [...store.devices.values()].find((each) => each.userCode === wanted);
}

/**
 * The record of a code that can still be decided.
 *
 * @throws {EntraRefusal} 90119, 70018, 70019, 90120
 */
export function pendingDevice(
  authority: Pick<Authority, "store" | "clock">,
  userCode: string,
): DeviceRecord {
  if (userCode.trim() === "") throw refusal(90119);
  const record = findDevice(authority, userCode);
  if (record === undefined) throw refusal(70018);
  if (authority.clock.now() >= record.expiresAt) throw refusal(70019);
  if (record.state !== "pending") throw refusal(90120);
  return record;
}

/**
 * Approves for the user, consent included. Conditional Access may still block it, which the next poll tells.
 *
 * @throws {EntraRefusal} 50057, 50020
 */
export function approveDevice(
  authority: Authority,
  {
    record,
    user,
    amr = methodsOf(user, record.claims),
    sessionId = crypto.randomUUID(),
  }: {
    record: DeviceRecord;
    user: UserSeed;
    amr?: readonly string[];
    sessionId?: string;
  },
): void {
  if (user.disabled) throw refusal(50057);
  authority.directory.identity(user, record);
  if (user.blocked_flows?.includes("device_code")) {
    record.state = "blocked";
    return;
  }
  const { client, path, scope, claims } = record;
  giveConsent(authority, { client, user, scope });
  record.grant = {
    id: crypto.randomUUID(),
    client,
    user,
    path,
    scope,
    amr,
    authTime: epochSeconds(authority.clock),
    sessionId,
    spa: false,
    claims,
  };
  record.state = "approved";
}
