import type { CertificateFacts } from "../../adapters/diagnosis/mod.ts";
import { type Details, type Finding, finding, type Level } from "./finding.ts";
import type { NetworkFacts } from "./network.ts";

const INSPECTED =
  "If your organisation inspects TLS, name the file of its authority in DENO_CERT, or set DENO_TLS_CA_STORE=system,mozilla; otherwise somebody stands in between";

/** What is wrong with a certificate, by the names that OpenSSL gave it. */
const PROBLEMS: Readonly<Record<string, readonly [what: string, fix: string]>> =
  {
    CERT_HAS_EXPIRED: [
      "its certificate has expired",
      "Check the date of this machine; if it is right, tell the operator of the host",
    ],
    CERT_NOT_YET_VALID: [
      "its certificate is not valid yet",
      "Check the date of this machine",
    ],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      "its certificate is for another host",
      "Check the authority's address, and whether the network shows a sign-in page of its own",
    ],
    HOSTNAME_MISMATCH: [
      "its certificate is for another host",
      "Check the authority's address, and whether the network shows a sign-in page of its own",
    ],
  };

/** Which certificate authorities count here, in words. */
function trusted(env: NetworkFacts["env"]): string {
  const isSet = (name: string) => (env(name) ?? "") !== "";
  const store = isSet("DENO_TLS_CA_STORE")
    ? "those of DENO_TLS_CA_STORE"
    : "Mozilla's authorities";
  const more = ["DENO_CERT", "NODE_EXTRA_CA_CERTS"].filter(isSet);
  return more.length === 0 ? store : `${store} and ${more.join(", ")}`;
}

function detailsOf(
  { issuer, notAfter, problem }: CertificateFacts,
  known: Details,
): Details {
  return {
    ...known,
    issuer,
    ...(notAfter === undefined
      ? {}
      : { not_after: new Date(notAfter).toISOString() }),
    ...(problem === undefined ? {} : { code: problem }),
  };
}

/**
 * Judges the certificate of the authority's host.
 *
 * @param facts What was found on the way.
 * @param failed How serious it is when it is not trusted.
 * @returns The finding; none where no certificate was seen.
 */
export function judgeCertificate(
  { host, reach: { certificate }, env }: NetworkFacts,
  failed: Level,
): readonly Finding[] {
  if (certificate === undefined) return [];
  if ("failed" in certificate) {
    return [finding("tls", failed, {
      message:
        `${host} takes the connection but does not shake hands (${certificate.failed})`,
      fix:
        "Check whether a firewall or a proxy that expects to be named (HTTPS_PROXY) stands in between",
      details: { host, code: certificate.failed },
    })];
  }
  const seen = certificate.done;
  const { issuer, problem } = seen;
  const by = issuer === "" ? "an issuer without a name" : `"${issuer}"`;
  const details = detailsOf(seen, { host, trusted: trusted(env) });
  if (problem === undefined || failed !== "error") {
    return [finding("tls", "ok", {
      message:
        `The certificate of ${host} is vouched for by ${by}; trusted are ${
          trusted(env)
        }`,
      details,
    })];
  }
  const [what, fix] = PROBLEMS[problem] ??
    [`its certificate is of ${by}, whom nothing here trusts`, INSPECTED];
  return [finding("tls", "error", {
    message: `${host} cannot prove who it is: ${what} (${problem})`,
    fix,
    details,
  })];
}
