const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

export interface Challenge {
  readonly value: string;
  readonly method: "S256" | "plain";
}

/** RFC 7636, 4.2. */
export function isChallenge({ value, method }: Challenge): boolean {
  return (method === "S256" ? S256_CHALLENGE : VERIFIER).test(value);
}

/** RFC 7636, 4.1 and 4.6: the verifier is well formed and fits the challenge. */
export async function proves(
  verifier: string,
  challenge: Challenge,
): Promise<boolean> {
  if (!VERIFIER.test(verifier)) return false;
  if (challenge.method === "plain") return verifier === challenge.value;
  const bytes = new TextEncoder().encode(verifier);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toBase64({ alphabet: "base64url", omitPadding: true }) ===
    challenge.value;
}
