import { compactVerify } from "jose/jws/compact/verify";
import { importX509 } from "jose/key/import";
import type { Authority } from "../authority.ts";
import { refusal } from "../refusals.ts";
import type { CertificateSeed } from "../world.ts";
import { derOf, thumbprint } from "./certificate_text.ts";
import {
  type Assertion,
  checkTimes,
  invalidAssertion,
} from "./client_assertion.ts";

const ALGORITHMS = ["PS256", "RS256"];

/**
 * Checks an assertion that the client signed itself, against its registered certificates.
 *
 * @throws {EntraRefusal} 50027, 50012, 50048, 700024, 700027, 5002730
 */
export async function checkCertificateAssertion(
  authority: Authority,
  assertion: Assertion,
): Promise<void> {
  const { header, text, client } = assertion;
  const alg = String(header["alg"]);
  if (!ALGORITHMS.includes(alg)) throw refusal(5002730, { alg });
  checkParties(authority, assertion);
  checkTimes(authority, assertion);
  const certificate = await registeredCertificate(assertion);
  const noFit = refusal(700027, { client_id: client.client_id });
  if (certificate === undefined) throw noFit;
  if (
    certificate.expires_at !== undefined &&
    Date.parse(certificate.expires_at) <= authority.clock.now()
  ) {
    throw refusal(50012, { reason: "the certificate is expired" });
  }
  const key = await importX509(certificate.certificate_pem, alg);
  await compactVerify(text, key, { algorithms: [alg] }).catch(() => {
    throw noFit;
  });
  checkReplay(authority, assertion);
}

function checkParties(
  { directory, origin }: Authority,
  { payload: { iss, sub, aud, jti }, client, path }: Assertion,
): void {
  if (iss === undefined) throw invalidAssertion("it has no 'iss'");
  if (sub === undefined) throw invalidAssertion("it has no 'sub'");
  if (iss !== sub) throw refusal(50048);
  if (iss.toLowerCase() !== client.client_id.toLowerCase()) {
    throw invalidAssertion("its 'iss' is not the client's id");
  }
  if (jti === undefined || jti === "") {
    throw invalidAssertion("it has no 'jti'");
  }
  const endpoint = typeof aud === "string" ? URL.parse(aud) : null;
  const [, tenant = "", ...rest] = endpoint?.pathname.split("/") ?? [];
  const meant = endpoint !== null && endpoint.origin === origin &&
    endpoint.search === "" && rest.join("/") === "oauth2/v2.0/token" &&
    directory.tenantPath(tenant).key === path.key;
  if (!meant) {
    throw invalidAssertion("its 'aud' is not the token endpoint of the tenant");
  }
}

async function registeredCertificate(
  { header, client }: Assertion,
): Promise<CertificateSeed | undefined> {
  const named = {
    "SHA-1": header["x5t"],
    "SHA-256": header["x5t#S256"] ?? await leafThumbprint(header["x5c"]),
  };
  if (Object.values(named).every((value) => value === undefined)) {
    return undefined;
  }
  for (const certificate of client.certificates ?? []) {
    const der = derOf(certificate.certificate_pem);
    const fits = await Promise.all(
      Object.entries(named).map(async ([algorithm, value]) =>
        value === undefined || value === await thumbprint(der, algorithm)
      ),
    );
    if (fits.every(Boolean)) return certificate;
  }
  return undefined;
}

// The chain is read for its first certificate, which has to be a registered one.
async function leafThumbprint(chain: unknown): Promise<string | undefined> {
  if (chain === undefined) return undefined;
  const unreadable = refusal(50012, { reason: "'x5c' cannot be read" });
  if (!Array.isArray(chain) || typeof chain[0] !== "string") throw unreadable;
  try {
    return await thumbprint(Uint8Array.fromBase64(chain[0]), "SHA-256");
  } catch {
    throw unreadable;
  }
}

// Entra takes an assertion again until it ends, and MSAL counts on it; RFC 7523, 3 lets a server refuse.
function checkReplay(
  { store, settings }: Authority,
  { payload: { jti }, client }: Assertion,
): void {
  const id = `${client.client_id} ${jti}`;
  if (settings.strictAssertions && store.usedAssertions.has(id)) {
    throw invalidAssertion("its 'jti' was used before");
  }
  store.usedAssertions.add(id);
}
