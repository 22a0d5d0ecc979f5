import { AuthError } from "../engine/errors.ts";
import type { Ports } from "../engine/ports/mod.ts";
import type { AssertionSource } from "../engine/protocol/assertion.ts";
import type { Bytes } from "../engine/protocol/certificate_der.ts";
import type {
  CertificateReference,
  CredentialReference,
  SecretPlace,
} from "../engine/protocol/client_assertion_reference.ts";
import type { ClientAuthentication } from "../engine/protocol/client_authentication.ts";
import { Secret } from "../engine/secret.ts";
import type { AssertionPorts } from "./assertions/mod.ts";
import {
  credentialText,
  LONGEST_CREDENTIAL_FILE,
  readCredentialFile,
} from "./credential_files.ts";
import { environmentVariable } from "./environment.ts";

/** What opening and using a credential may do to the world. */
export interface CredentialPorts extends AssertionPorts {
  /** Time. */
  readonly clock: Pick<Ports["clock"], "now">;
}

/** Options of {@linkcode openCredential}. */
export interface OpenCredentialOptions {
  /** The passphrase itself, when it was typed or piped. */
  readonly passphrase?: Secret;
  /** Ends every wait for an assertion. */
  readonly signal?: AbortSignal;
}

/** What begins with a DER sequence is no text. */
const DER_SEQUENCE = 0x30;

async function readPassphrase(
  place: SecretPlace,
  ports: CredentialPorts,
): Promise<Secret> {
  if (place.from === "file") {
    const what = "the passphrase";
    const bytes = await readCredentialFile({ path: place.path, what }, ports);
    return new Secret(credentialText(bytes).replace(/\r?\n$/, ""));
  }
  const value = ports.environment(place.name);
  if (value !== undefined) return new Secret(value);
  throw new AuthError(
    "missing_credential",
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
  ports: CredentialPorts,
): Promise<{ readonly pfx: Bytes } | { readonly certificatePem: string }> {
  const bytes = await readCredentialFile(
    { path: certificate, what: "the certificate" },
    ports,
  );
  if (key === undefined) {
    return bytes[0] === DER_SEQUENCE
      ? { pfx: bytes }
      : { certificatePem: credentialText(bytes) };
  }
  const what = "the private key";
  const keyBytes = await readCredentialFile({ path: key, what }, ports);
  // Joined, because each may be in whichever file.
  return {
    certificatePem: `${certificateText(bytes)}\n${credentialText(keyBytes)}`,
  };
}

async function openCertificate(
  reference: CertificateReference,
  { ports, passphrase: given }: {
    readonly ports: CredentialPorts;
    readonly passphrase: Secret | undefined;
  },
): Promise<ClientAuthentication> {
  const { createClientCertificate } = await import("./certificates/mod.ts");
  const pair = await readPair(reference, ports);
  const passphrase = given ??
    (reference.passphrase && await readPassphrase(reference.passphrase, ports));
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
 * @throws {AuthError} `missing_credential` if something is not there, `credential_invalid` if it cannot be used.
 */
export async function openCredential(
  reference: CredentialReference,
  ports: CredentialPorts,
  options: OpenCredentialOptions = {},
): Promise<ClientAuthentication> {
  if (reference.type === "certificate") {
    const { passphrase } = options;
    return await openCertificate(reference, { ports, passphrase });
  }
  const { openAssertion } = await import("./assertions/mod.ts");
  return {
    type: "assertion",
    assertion: until(openAssertion(reference, ports), options.signal),
    now: () => ports.clock.now(),
  };
}

/** A device such as `/dev/zero` never ends, so no more is read than is wanted. */
async function readStart(
  file: Deno.FsFile,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const start = new Uint8Array(bytes);
  let length = 0;
  while (length < bytes) {
    const read = await file.read(start.subarray(length));
    if (read === null) break;
    length += read;
  }
  return start.slice(0, length);
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
    async readFile(path) {
      try {
        using file = await Deno.open(path);
        return await readStart(file, LONGEST_CREDENTIAL_FILE + 1);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    async run(command, limits) {
      const { runCommand } = await import("./assertions/run_command.ts");
      return await runCommand(command, limits);
    },
  };
}
