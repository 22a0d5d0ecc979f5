/** Base64url of a text, or of a value as JSON. */
export function base64url(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return new TextEncoder().encode(text).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** A compact token; its signature is made of letters alone. */
export function tokenOf(
  payload: unknown,
  header: unknown = { typ: "JWT", alg: "RS256", kid: "k" },
): string {
  return `${base64url(header)}.${base64url(payload)}.c2lnbmF0dXJl`;
}
