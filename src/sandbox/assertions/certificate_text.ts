/** base64url of the hash of a certificate, as `x5t` and `x5t#S256` have it. */
export async function thumbprint(
  der: Uint8Array<ArrayBuffer>,
  algorithm: string,
): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, der)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** The bytes of the first certificate of a PEM text. */
export function derOf(pem: string): Uint8Array<ArrayBuffer> {
  const base64 = pem.match(
    /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/,
  )?.[1];
  if (base64 === undefined) throw new TypeError("No certificate in the text");
  return Uint8Array.fromBase64(base64);
}
