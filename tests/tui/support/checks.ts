import { diffTokens } from "../../../src/engine/jwt/diff.ts";
import { explainRejection } from "../../../src/engine/jwt/reject.ts";
import type {
  TokenCheck,
  Verification,
} from "../../../src/engine/jwt/verify_result.ts";
import type { TokenChecks } from "../../../src/tui/runtime/check_services.ts";
import { NOON } from "./fixtures.ts";

/** A few checks, one of each kind. */
export const CHECKS: readonly TokenCheck[] = [
  { check: "form", ok: true, code: "signed_jwt", message: "A signed JWT" },
  {
    check: "issuer",
    ok: true,
    code: "issuer_microsoft",
    message:
      'Issued by "https://sts.windows.net/8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10/", a tenant at Microsoft',
  },
  {
    check: "signature",
    ok: "skipped",
    code: "nonce_in_header",
    message:
      "Nobody but the API it is for can verify this: it is signed over another header than the one that is sent (nonce), as tokens of Microsoft Graph are",
    hint:
      "Do not verify tokens of others' APIs: send them, and let the API judge",
  },
  {
    check: "audience",
    ok: false,
    code: "audience_mismatch",
    message: 'For "https://graph.microsoft.com", not for "api://orders"',
    hint: "Ask for a token of that API: its URI with /.default as the scope",
  },
  {
    check: "not_before",
    ok: true,
    code: "already_valid",
    message: "Valid since 2026-11-20 13:42:00 UTC, 18 minutes ago",
  },
  {
    check: "role",
    ok: "skipped",
    code: "not_asked",
    message: "The token has no roles, and none was asked for",
  },
];

/** What becomes of these checks. */
export function verificationOf(checks: readonly TokenCheck[]): Verification {
  const verified = checks.some(({ check, ok }) =>
    check === "signature" && ok === true
  );
  return {
    token: {
      header: {},
      payload: {},
      signature: "",
      kind: "jws",
      problems: [],
    },
    checks,
    verified,
    valid: verified && checks.every(({ ok }) => ok !== false),
  };
}

/** Checks whose world a test plays. */
export function fakeChecks(changes: Partial<TokenChecks> = {}): TokenChecks {
  return {
    async *verify() {
      await Promise.resolve();
      yield* CHECKS;
      return verificationOf(CHECKS);
    },
    reject: (token, { resource, permissions }) =>
      Promise.resolve(
        explainRejection(token.reveal(), {
          resource,
          ...(permissions.length === 0 ? {} : { scopes: permissions }),
        }, { now: NOON }),
      ),
    compare: (first, second) =>
      Promise.resolve(
        diffTokens(first.reveal(), second.reveal(), { now: NOON }),
      ),
    ...changes,
  };
}
