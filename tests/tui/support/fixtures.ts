import type { AcquiredToken } from "../../../src/engine/client.ts";
import { describeTimestamp } from "../../../src/engine/jwt/instant.ts";
import type { Explanation } from "../../../src/engine/jwt/explanation.ts";
import type { ProfileSummary } from "../../../src/tui/state/model.ts";

/** 20 November 2026, 14:00 UTC. */
export const NOON = Date.UTC(2026, 10, 20, 14, 0);
export const MINUTE = 60_000;

function base64url(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** A token whose signature says nothing. */
export function makeJwt(payload: Readonly<Record<string, unknown>>): string {
  const header = { alg: "RS256", typ: "JWT", kid: "k1" };
  return `${base64url(header)}.${base64url(payload)}.${"s1gN".repeat(20)}`;
}

export const CLAIMS: Readonly<Record<string, unknown>> = {
  aud: "00000003-0000-0000-c000-000000000000",
  iss: "https://sts.windows.net/8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10/",
  iat: (NOON - 18 * MINUTE) / 1000,
  nbf: (NOON - 18 * MINUTE) / 1000,
  exp: (NOON + 42 * MINUTE) / 1000,
  name: "Ada Lovelace",
  upn: "ada@contoso.com",
  scp: "User.Read Mail.Read",
  tid: "8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10",
  oid: "5d1b7c8e-30ba-4f6f-8f0b-2f2a3c4d5e6f",
  amr: ["pwd", "mfa"],
  ver: "1.0",
};

const MEANINGS: Readonly<
  Record<string, readonly [Explanation["claims"][number]["group"], string?]>
> = {
  name: ["who", "The name people know the user by"],
  upn: ["who", "The user's sign-in name; it can change"],
  oid: ["who", "The user's object id, the same in every application"],
  scp: ["what it may do", "What the application may do for the user"],
  aud: ["for whom", "The API that should accept this token"],
  tid: ["for whom", "The tenant that issued it"],
  iss: ["for whom", "Who issued and signed it"],
  iat: ["how long", "When it was issued"],
  nbf: ["how long", "It is not valid before"],
  exp: ["how long", "It is not valid from then on"],
  amr: ["technical", "How the user proved who they are"],
  ver: ["technical"],
};

const WORDS: Readonly<Record<string, string>> = { aud: "Microsoft Graph" };
const TIMES: ReadonlySet<string> = new Set(["iat", "nbf", "exp"]);

function wordsFor(name: string, value: unknown): string | undefined {
  return TIMES.has(name) ? describeTimestamp(value, NOON) : WORDS[name];
}

/** What the real explanation has, by hand. */
export function explain(token: string): Explanation {
  const part = token.split(".")[1] ?? "";
  const payload = JSON.parse(new TextDecoder().decode(
    Uint8Array.fromBase64(part, { alphabet: "base64url" }),
  )) as Record<string, unknown>;
  const order = ["who", "what it may do", "for whom", "how long", "technical"];
  const claims = Object.entries(payload).map(([name, value]) => {
    const [group, meaning] = MEANINGS[name] ?? ["technical" as const];
    const text = wordsFor(name, value);
    return {
      name,
      value,
      group,
      ...(text === undefined ? {} : { text }),
      ...(meaning === undefined ? {} : { meaning }),
    };
  }).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  return {
    token: {
      header: { alg: "RS256", typ: "JWT", kid: "k1" },
      payload,
      signature: "",
      kind: "jws",
      problems: [],
    },
    summary: `User ${payload.upn ?? "?"} in tenant contoso.onmicrosoft.com`,
    subject: "user",
    claims,
    warnings: [{
      code: "microsoft_api",
      message:
        "This token is for Microsoft Graph: only Graph can verify its signature",
    }],
    verified: false,
  };
}

/** A fresh token for Ada. */
export function makeToken(
  changes: Partial<AcquiredToken> = {},
): AcquiredToken {
  const expiresAt = changes.expiresAt ?? NOON + 42 * MINUTE;
  const issued = (expiresAt - 60 * MINUTE) / 1000;
  const times = { iat: issued, nbf: issued, exp: expiresAt / 1000 };
  return {
    accessToken: makeJwt({ ...CLAIMS, ...times }),
    tokenType: "Bearer",
    expiresAt,
    scopes: ["User.Read", "Mail.Read"],
    tenantId: "8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10",
    clientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
    account: {
      username: "ada@contoso.com",
      name: "Ada Lovelace",
      oid: "5d1b7c8e-30ba-4f6f-8f0b-2f2a3c4d5e6f",
      tid: "8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10",
      homeAccountId: "5d1b.8f6c",
    },
    source: "flow",
    flow: "device-code",
    ...changes,
  };
}

function profile(
  name: string,
  changes: Partial<ProfileSummary> = {},
): ProfileSummary {
  return {
    name,
    tenant: "contoso.onmicrosoft.com",
    clientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
    flow: "device-code",
    scopes: ["User.Read", "Mail.Read", "offline_access"],
    authority: "login.microsoftonline.com",
    ...changes,
  };
}

/** A small team's profiles. */
export const PROFILES: readonly ProfileSummary[] = [
  profile("graph-dev"),
  profile("graph-prod", {
    tenant: "fabrikam.com",
    flow: "interactive",
    scopes: ["https://graph.microsoft.com/.default"],
  }),
  profile("arm-prod", {
    tenant: "8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10",
    flow: "client-credentials",
    flows: [{ name: "client-credentials" }],
    scopes: ["https://management.azure.com/.default"],
  }),
  profile("keyvault-ci", {
    flow: "client-credentials",
    scopes: ["https://vault.azure.net/.default"],
  }),
  profile("orders-api", {
    flow: "authorization-code",
    scopes: ["api://orders/Orders.Read"],
  }),
];

/** A large company's profiles. */
export function manyProfiles(count: number): readonly ProfileSummary[] {
  return Array.from(
    { length: count },
    (_, index) => profile(`team-${String(index + 1).padStart(4, "0")}`),
  );
}
