import { required } from "../parameters.ts";
import { refusal, renamed } from "../refusals.ts";
import type { CodeRecord } from "../store.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";
import { proves } from "./pkce.ts";
import { scopeForUser } from "./scope.ts";

/** RFC 6749, 4.1.3, with RFC 7636. */
export const authorizationCode: Grant = {
  types: ["authorization_code"],
  async redeem(request) {
    const { authority } = request;
    const code = required(request.form, "code");
    const redirectUri = required(request.form, "redirect_uri");
    const record = authority.store.codes.get(code);
    if (record === undefined) throw refusal(70000);
    // Before the other checks: no other redemption may come between them and `used`.
    const proven = await isProven(request, record);
    checkOrigin(request, record);
    checkCode(request, record);
    if (record.redirectUri !== redirectUri) {
      throw redirectMismatch(request, redirectUri);
    }
    if (record.grant.spa && record.challenge === undefined) {
      throw refusal(9002325);
    }
    if (!proven) throw refusal(501481);
    const { directory } = authority;
    const scope = scopeForUser(request, {
      directory,
      granted: record.grant.scope,
      several: "refuse",
    });
    record.used = true;
    return issueUserTokens(request, {
      grant: record.grant,
      path: record.grant.path,
      ...scope,
      nonce: record.nonce,
      authTime: record.showAuthTime ? record.grant.authTime : undefined,
    });
  },
};

function redirectMismatch(request: TokenRequest, redirectUri: string) {
  const { client_id } = request.client;
  // RFC 6749, 5.2: at this endpoint it is the grant that does not fit.
  const mismatch = refusal(50011, { redirect_uri: redirectUri, client_id });
  return renamed(mismatch, "invalid_grant");
}

function checkOrigin(
  { crossOrigin }: TokenRequest,
  { grant }: CodeRecord,
): void {
  if (grant.spa && crossOrigin === undefined) throw refusal(9002327);
  if (!grant.spa && crossOrigin !== undefined) {
    throw refusal(9002326, { origin: crossOrigin });
  }
}

function checkCode(
  { authority: { clock, store }, client, path }: TokenRequest,
  record: CodeRecord,
): void {
  if (record.grant.client !== client) throw refusal(70000);
  if (record.grant.path.key !== path.key) {
    throw refusal(700005, { tenant: path.key });
  }
  if (record.used) {
    // RFC 6749, 4.1.2: somebody else may have the code, so what it gave is taken back.
    store.revokedGrants.add(record.grant.id);
    throw refusal(54005);
  }
  if (clock.now() >= record.expiresAt) throw refusal(70008);
}

async function isProven(
  { form }: TokenRequest,
  { challenge }: CodeRecord,
): Promise<boolean> {
  const verifier = form.get("code_verifier");
  // RFC 9700, 4.8.2: a verifier without a challenge may be a downgrade.
  if (challenge === undefined) return verifier === undefined;
  return verifier !== undefined && await proves(verifier, challenge);
}
