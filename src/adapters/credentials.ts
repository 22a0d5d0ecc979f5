import { AuthError } from "../engine/errors.ts";
import type { Ports } from "../engine/ports/mod.ts";
import type { AssertionSource } from "../engine/protocol/assertion.ts";
import type { Bytes } from "../engine/protocol/certificate_der.ts";
import type {
  CertificateReference,
  CredentialReference,
  SecretPlace,
} from "../engine/protocol/client_assertion_reference.ts";
import type { OpenedAuthentication } from "../engine/protocol/client_authentication.ts";
import { Secret } from "../engine/secret.ts";
import type { AssertionPorts } from "./assertions/mod.ts";
import {
  credentialText,
  LONGEST_CREDENTIAL_FILE,
  readCredentialFile,
} from "./credential_files.ts";
import { environmentVariable } from "./environment.ts";
import { readStart } from "./files.ts";

/** What opening and using a credential may do to the world. */
export interface CredentialPorts extends AssertionPorts {
  /** Time. */
  readonly clock: Pick<Ports["clock"], "now">;
}

/** Options of {@linkcode openCredential}. */
export interface OpenCredentialOptions {
  /** The passphrase itself, when it was typed or piped. */
  readonly passphrase?: Secret;
  /** Ends every wait for a file or an assertion. */
  readonly signal?: AbortSignal;
}

/** What begins with a DER sequence is no text. */
const DER_SEQUENCE = 0x30;

/** How a certificate is opened. */
interface Opening extends OpenCredentialOptions {
  readonly ports: CredentialPorts;
}

async function readPassphrase(
  place: SecretPlace,
  { ports, signal }: Opening,
): Promise<Secret> {
  if (place.from === "file") {
    const bytes = await readCredentialFile(
      { path: place.path, what: "the passphrase", signal },
      ports,
    );
    return new Secret(credentialText(bytes).replace(/\r?\n$/, ""));
  }
  const value = ports.environment(place.name);
  if (value !== undefined) return new Secret(value);
  throw new AuthError(
    "credential_invalid",
    `Cannot read the passphrase: the variable ${place.name} is not set`,
    { hint: "Set it in the environment and run the command again" },
  );
}

/** A `.cer` file has the bytes of a certificate and nothing else. */
function certificateText(bytes: Uint8Array): string {
  return bytes[0] === DER_SEQUENCE
    ? `-----BEGIN CERTIFICATE-----\n${bytes.toBase64()}\n-----END CERTIFICATE-----\n`
    : credentialText(bytes);
}

/** A PFX file, a PEM file with both, or the two halves. */
async function readPair(
  { certificate, key }: CertificateReference,
  { ports, signal }: Opening,
): Promise<{ readonly pfx: Bytes } | { readonly certificatePem: string }> {
  const bytes = await readCredentialFile(
    { path: certificate, what: "the certificate", signal },
    ports,
  );
  if (key === undefined) {
    return bytes[0] === DER_SEQUENCE
      ? { pfx: bytes }
      : { certificatePem: credentialText(bytes) };
  }
  const keyBytes = await readCredentialFile(
    { path: key, what: "the private key", signal },
    ports,
  );
  // Joined, because each may be in whichever file.
  return {
    certificatePem: `${certificateText(bytes)}\n${credentialText(keyBytes)}`,
  };
}

async function openCertificate(
  reference: CertificateReference,
  opening: Opening,
): Promise<OpenedAuthentication> {
  const { createClientCertificate } = await import("./certificates/mod.ts");
  const { ports } = opening;
  const pair = await readPair(reference, opening);
  const passphrase = opening.passphrase ??
    (reference.passphrase &&
      await readPassphrase(reference.passphrase, opening));
  const certificate = await createClientCertificate({
    ...pair,
    algorithm: reference.algorithm ?? "PS256",
    sendChain: reference.sendChain ?? false,
    ...(passphrase ? { passphrase } : {}),
  });
  return { type: "certificate", certificate, now: () => ports.clock.now() };
}

function until(
  source: AssertionSource,
  signal: AbortSignal | undefined,
): AssertionSource {
  if (signal === undefined) return source;
  return (context) =>
    source({
      ...context,
      signal: context.signal
        ? AbortSignal.any([context.signal, signal])
        : signal,
    });
}

/**
 * Opens the credential that a profile or the command line refers to. What it
 * needs is loaded then: a client secret does not pay for it. A certificate is
 * read now, once; an assertion on every use, and not yet.
 *
 * @param reference Where the credential is.
 * @param ports What it may do to the world.
 * @param options A passphrase at hand, and the signal that ends the waits.
 * @returns How the client authenticates.
 * @throws {AuthError} `missing_credential` if a passphrase is needed, `credential_invalid` if something is not there or cannot be used.
 */
export async function openCredential(
  reference: CredentialReference,
  ports: CredentialPorts,
  options: OpenCredentialOptions = {},
): Promise<OpenedAuthentication> {
  if (reference.type === "certificate") {
    return await openCertificate(reference, { ...options, ports });
  }
  const { openAssertion } = await import("./assertions/mod.ts");
  return {
    type: "assertion",
    assertion: until(openAssertion(reference, ports), options.signal),
    now: () => ports.clock.now(),
  };
}

/**
 * Makes the ports of this machine.
 *
 * @param ports The network and the time.
 * @param options What gets the token of another profile, where there are profiles.
 * @returns The ports.
 */
export function systemCredentialPorts(
  { fetch, clock }: Pick<Ports, "fetch" | "clock">,
  options: Pick<AssertionPorts, "profileAssertion"> = {},
): CredentialPorts {
  return {
    ...options,
    fetch,
    clock,
    environment: environmentVariable,
    readFile: (path, signal) =>
      readStart(path, { most: LONGEST_CREDENTIAL_FILE + 1, signal }),
    async run(command, limits) {
      const { runCommand } = await import("./assertions/run_command.ts");
      return await runCommand(command, limits);
    },
  };
}
