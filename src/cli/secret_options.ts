import { UsageError } from "./errors.ts";

const CLIENT_SECRET =
  "Use --client-secret-env NAME, --client-secret-file PATH, --client-secret-command LINE or --client-secret-stdin";

const CERTIFICATE_PASSWORD =
  "Use --certificate-password-env NAME, --certificate-password-file PATH or --certificate-password-stdin";

const TOKEN =
  "Pipe a token into entrada inspect, or name its file: --file PATH; for on-behalf-of, use --assertion-env NAME, --assertion-file PATH or --assertion-stdin";

/** Spellings of options that would take a secret, and what to do instead. */
const REFUSED: Readonly<Record<string, string>> = {
  clientsecret: CLIENT_SECRET,
  clientsecretvalue: CLIENT_SECRET,
  secret: CLIENT_SECRET,
  clientassertion:
    "Use --client-assertion-env NAME, --client-assertion-file PATH, --client-assertion-command LINE or --federated PLATFORM",
  password:
    "Use --password-env NAME, --password-file PATH or --password-stdin, or type it when it is asked for",
  passphrase:
    "Use --passphrase-file PATH or --passphrase-stdin; for a certificate, --certificate-password-env NAME",
  certificatepassword: CERTIFICATE_PASSWORD,
  assertion:
    "Use --assertion-env NAME, --assertion-file PATH, --assertion-stdin or --assertion-profile NAME",
  refreshtoken:
    "Use --refresh-token-env NAME, --refresh-token-file PATH or --refresh-token-stdin",
  token: TOKEN,
  accesstoken: TOKEN,
  idtoken: TOKEN,
  code: "Use --flow authorization-code and paste the code when it is asked for",
};

/**
 * Refuses options that would take a secret as their value: arguments can be
 * read by every user of the machine and stay in the shell's history.
 *
 * @param argv The arguments.
 * @throws {UsageError} If there is one; what follows it is not repeated.
 */
export function refuseSecretOptions(argv: readonly string[]): void {
  for (const argument of argv) {
    if (argument === "--") return;
    const name = /^--?([A-Za-z][A-Za-z_-]+)(=|$)/.exec(argument)?.[1];
    const key = name?.replace(/[-_]/g, "").toLowerCase();
    if (key === undefined || !Object.hasOwn(REFUSED, key)) continue;
    throw new UsageError(
      `No secret is taken as an argument, where others could read it: --${name}`,
      REFUSED[key],
    );
  }
}
