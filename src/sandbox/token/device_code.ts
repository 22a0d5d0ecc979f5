import type { Authority } from "../authority.ts";
import { approveDevice } from "../device/decision.ts";
import { optional, type Parameters, required } from "../parameters.ts";
import { EntraRefusal, refusal } from "../refusals.ts";
import type { DeviceRecord } from "../store.ts";
import type { Grant } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";

// RFC 8628, 3.5: a client that was told to slow down waits five seconds more from then on.
const SLOW_DOWN_MS = 5000;
// A poll that left in time may arrive a little early, measured from the arrival of the one before.
const EARLY_TOLERANCE = 0.1;

/** RFC 8628, 3.4. MSAL JS writes the short name, older tools send the device code as `code`. */
export const deviceCode: Grant = {
  types: ["urn:ietf:params:oauth:grant-type:device_code", "device_code"],
  redeem(request) {
    const { authority } = request;
    const record = authority.store.devices.get(sentCode(request.form));
    if (record === undefined || record.client !== request.client) {
      throw refusal(70018);
    }
    const { path } = request;
    if (record.path.key !== path.key) {
      throw refusal(700005, { tenant: path.key });
    }
    poll(authority, record);
    const { grant } = record;
    const [resource, ...others] = record.scope.resources;
    if (grant === undefined || resource === undefined || others.length > 0) {
      throw refusal(28000, { scope: optional(request.form, "scope") ?? "" });
    }
    record.state = "redeemed";
    return issueUserTokens(request, {
      grant,
      path: record.path,
      oidc: record.scope.oidc,
      resource,
    });
  },
};

function sentCode(form: Parameters): string {
  return optional(form, "code") ?? required(form, "device_code");
}

function poll(authority: Authority, record: DeviceRecord): void {
  const now = authority.clock.now();
  if (record.state === "redeemed") throw refusal(54005);
  if (now >= record.expiresAt) throw refusal(70019);
  checkPace(record, now);
  approveByItself(authority, record);
  switch (record.state) {
    case "approved":
      return;
    case "declined":
      throw new EntraRefusal("The user declined the sign-in.", {
        error: "authorization_declined",
        status: 400,
      });
    case "blocked":
      throw refusal(53003);
    default:
      record.polls += 1;
      throw refusal(70016);
  }
}

// The first poll may come at once: several libraries do not wait for the first interval.
function checkPace(record: DeviceRecord, now: number): void {
  const earliest = (record.lastPollAt ?? -Infinity) +
    record.intervalMs * (1 - EARLY_TOLERANCE);
  record.lastPollAt = now;
  if (now >= earliest) return;
  record.intervalMs += SLOW_DOWN_MS;
  throw new EntraRefusal(
    "Polling too fast. Wait five seconds more between polls.",
    {
      error: "slow_down",
      status: 400,
    },
  );
}

function approveByItself(authority: Authority, record: DeviceRecord): void {
  const { deviceAfterPolls, username } = authority.settings.autoApprove ?? {};
  if (
    record.state !== "pending" || deviceAfterPolls === undefined ||
    record.polls < deviceAfterPolls
  ) return;
  const { directory } = authority;
  const user = username === undefined
    ? directory.members(record)[0]
    : directory.user(username);
  if (user !== undefined) approveDevice(authority, { record, user });
}
