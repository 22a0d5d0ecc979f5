/** Paths of what a server needs to prove that it is `localhost`. */
export interface Certificates {
  /** The root, which clients are told to trust. */
  readonly root: string;
  /** The server's certificate, signed by the root. */
  readonly server: string;
  /** The server's key. */
  readonly key: string;
}

// A root of its own, because Node's client refuses a server that signed itself.
const CONFIGURATION = `
[req]
distinguished_name = name
prompt = no
[name]
CN = localhost
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:localhost, IP:127.0.0.1
extendedKeyUsage = serverAuth
`;

/**
 * Makes certificates with OpenSSL 3.
 *
 * @param folder Where they are written.
 * @returns None if OpenSSL is not installed or fails.
 */
export async function makeCertificates(
  folder: string,
): Promise<Certificates | undefined> {
  const configuration = `${folder}/openssl.cnf`;
  await Deno.writeTextFile(configuration, CONFIGURATION);
  const make = (name: string, ...signer: string[]) =>
    openssl(
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256".split(" "),
      ...["-nodes", "-days", "2", "-config", configuration],
      ...["-extensions", name, "-subj", `/CN=localhost ${name}`, ...signer],
      ...["-keyout", `${folder}/${name}.key`],
      ...["-out", `${folder}/${name}.pem`],
    );
  const root = `${folder}/root.pem`;
  const signer = ["-CA", root, "-CAkey", `${folder}/root.key`];
  const isMade = await make("root") && await make("server", ...signer);
  return isMade
    ? { root, server: `${folder}/server.pem`, key: `${folder}/server.key` }
    : undefined;
}

async function openssl(...args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("openssl", {
      args,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
