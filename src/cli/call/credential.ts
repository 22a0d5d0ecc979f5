import {
  openCredential,
  systemCredentialPorts,
} from "../../adapters/credentials.ts";
import type {
  CertificateReference,
  CredentialReference,
} from "../../engine/protocol/client_assertion_reference.ts";
import type { OpenedAuthentication } from "../../engine/protocol/client_authentication.ts";
import { parseAssertionReference } from "../../settings/assertion_reference.ts";
import type { Merged } from "../../settings/merge.ts";
import { type CredentialContext, storedFor } from "./call.ts";
import type { CallSettings } from "./call_settings.ts";
import { ConfigurationError } from "../errors.ts";
import type { Io } from "../io.ts";
import { given } from "./request_options.ts";
import { readSecret } from "./secret_source.ts";

function certificateReference(
  path: string,
  { clientKey, certificateAlgorithm, sendCertificateChain }: Merged<
    CallSettings
  >,
): CertificateReference {
  return given<CertificateReference>({
    type: "certificate",
    certificate: path,
    key: clientKey?.value,
    passphrase: undefined,
    algorithm: certificateAlgorithm?.value,
    sendChain: sendCertificateChain?.value,
  });
}

function referenceOf(settings: Merged<CallSettings>): CredentialReference {
  const { clientCertificate, clientAssertion } = settings;
  if (clientCertificate !== undefined) {
    return certificateReference(clientCertificate.value, settings);
  }
  const place = clientAssertion?.value ?? "";
  const reference = parseAssertionReference(place);
  if (reference !== undefined) return reference;
  if (/^command:.*["']/.test(place)) {
    throw new ConfigurationError(
      `Cannot read the command of ${
        clientAssertion?.origin.name ?? "the assertion"
      }: a quote in it is not closed`,
      "Close the quote, or put a quote that is meant as such into quotes of the other kind",
    );
  }
  throw new ConfigurationError(
    `Cannot tell where the assertion is: ${
      clientAssertion?.origin.name ?? "its setting"
    } names no place`,
    "Name a file, a variable, a command, a platform or a profile",
  );
}

/**
 * Opens the certificate or the assertions by which a client proves itself.
 *
 * @param settings The settings of the call.
 * @param options The world, and what a credential may need.
 * @returns How the client authenticates.
 * @throws {AuthError} `missing_credential` or `credential_invalid`.
 */
export async function openClientCredential(
  settings: Merged<CallSettings>,
  { io, context }: { readonly io: Io; readonly context: CredentialContext },
): Promise<OpenedAuthentication> {
  const { profileToken, ports } = context;
  const world = ports ??
    await io.ports(() => Promise.reject(new TypeError("Nothing is asked")));
  const { certificatePassword } = settings;
  const system = systemCredentialPorts(
    world,
    profileToken === undefined ? {} : { profileAssertion: profileToken },
  );
  return await openCredential(
    referenceOf(settings),
    { ...system, environment: io.env },
    {
      signal: io.signal,
      ...(certificatePassword === undefined ? {} : {
        passphrase: await readSecret(certificatePassword, {
          io,
          what: "certificate's password",
          ...storedFor("certificatePassword", {
            setting: certificatePassword,
            context,
          }),
        }),
      }),
    },
  );
}
