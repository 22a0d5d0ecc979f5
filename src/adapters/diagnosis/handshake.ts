import { connect, type PeerCertificate } from "node:tls";

/** The certificate that a host shows. */
export interface CertificateFacts {
  /** Who vouches for it, such as `DigiCert Inc`: untrusted text. */
  readonly issuer: string;
  /** When it expires, in milliseconds since the epoch; absent if it does not say. */
  readonly notAfter?: number;
  /** Why it is not trusted, such as `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; absent if it is. */
  readonly problem?: string;
}

function issuerOf({ issuer }: PeerCertificate): string {
  const { O, CN } = issuer ?? {};
  return [CN, O].flat().filter((part) => part !== undefined).join(", ");
}

/**
 * Shakes hands with a host and looks at its certificate. It is accepted
 * whatever it is, because nothing is sent: who vouches for it is wanted most
 * when it is not trusted.
 *
 * @param hostname The host.
 * @param options The port, and what ends it.
 * @returns The certificate.
 */
export function readCertificate(
  hostname: string,
  { port, signal }: { readonly port: number; readonly signal: AbortSignal },
): Promise<CertificateFacts> {
  const { promise, resolve, reject } = Promise.withResolvers<
    CertificateFacts
  >();
  const isAddress = /^[\d.]+$|:/.test(hostname);
  const socket = connect({
    host: hostname,
    port,
    rejectUnauthorized: false,
    ...(isAddress ? {} : { servername: hostname }),
  }, () => {
    const certificate = socket.getPeerCertificate();
    const notAfter = Date.parse(certificate.valid_to);
    const problem = socket.authorizationError;
    resolve({
      issuer: issuerOf(certificate),
      ...(Number.isNaN(notAfter) ? {} : { notAfter }),
      ...(socket.authorized || !problem ? {} : { problem: String(problem) }),
    });
  });
  const stop = () => socket.destroy(new Error("Stopped"));
  socket.on("error", reject);
  signal.addEventListener("abort", stop, { once: true });
  return promise.finally(() => {
    signal.removeEventListener("abort", stop);
    socket.destroy();
  });
}
