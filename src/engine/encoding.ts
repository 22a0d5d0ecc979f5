/**
 * Writes bytes as base64url without padding.
 *
 * @param bytes The bytes.
 * @returns The text.
 * @see {@link https://www.rfc-editor.org/rfc/rfc4648.html#section-5 | RFC 4648, section 5}
 */
export function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
