import type { Rejection } from "../../engine/jwt/reject.ts";
import type {
  TokenCheck,
  Verification,
} from "../../engine/jwt/verify_result.ts";

function viewCheck({ check, ok, code, message, hint }: TokenCheck) {
  return {
    check,
    ok,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

/**
 * Shows a verified token as scripts get it; members are added, never changed.
 *
 * @param verification What was found.
 * @returns `{valid, verified, checks, kind, header, payload}`.
 */
export function viewVerification(
  { valid, verified, checks, token }: Verification,
): unknown {
  return {
    valid,
    verified,
    checks: checks.map(viewCheck),
    kind: token.kind,
    header: token.header,
    payload: token.payload,
  };
}

/**
 * Shows why an API would reject a token as scripts get it; members are added,
 * never changed.
 *
 * @param rejection What was found.
 * @returns `{target, audiences, rejected, reasons, checks, verified}`.
 */
export function viewRejection(
  { target, audiences, rejected, reasons, checks }: Rejection,
): unknown {
  return {
    target,
    audiences,
    rejected,
    reasons: reasons.map(viewCheck),
    checks: checks.map(viewCheck),
    verified: false,
  };
}
