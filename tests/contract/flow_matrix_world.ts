// One world for both authorities, with a client for each proof, and the proofs.
import { importPKCS8, SignJWT } from "jose";
import { type Sandbox, startSandbox } from "../../src/sandbox/mod.ts";
import { CLIENT_CERTIFICATE } from "../support/oracle/key_pairs.ts";
import { startOracle } from "../support/oracle/mod.ts";
import { thumbprints } from "../support/oracle/tokens.ts";
import {
  ORACLE_WORLD,
  type OracleClient,
  type OracleWorld,
} from "../support/oracle/world.ts";
import {
  ADA,
  type Authority,
  CONTOSO,
  POLL_SECONDS,
} from "./authority_world.ts";
import type { Proof } from "./flow_matrix_cells.ts";

/** Certificate and key in one PEM text. */
export const PEM = CLIENT_CERTIFICATE.certificate + CLIENT_CERTIFICATE.key;
export const SECRET = "matrix-secret";
/** The browser ends at a page that does not exist. */
export const PASTED = "https://app.contoso.example/callback";

const SUBJECT = "repo:contoso/matrix:ref:refs/heads/main";
const AUDIENCE = "api://AzureADTokenExchange";

const PUBLIC = "30f0c7b5-1d52-4e0c-9a70-55a1c2e8d001";
const WITH_SECRET = "30f0c7b5-1d52-4e0c-9a70-55a1c2e8d002";
const WITH_KEY = "30f0c7b5-1d52-4e0c-9a70-55a1c2e8d003";

/** The client that has the proof. */
export function clientOf(proof: Proof): string {
  switch (proof) {
    case "secret":
      return WITH_SECRET;
    case "certificate":
    case "assertion":
      return WITH_KEY;
    default:
      return PUBLIC;
  }
}

/** Where confidential clients listen; the oracle wants the very port. */
export function loopbackOf(port: number): string {
  return `http://localhost:${port}/callback`;
}

function clients(port: number): readonly OracleClient[] {
  const common = {
    tenant_id: CONTOSO,
    redirect_uris: [loopbackOf(port), PASTED],
    enable_id_token_issuance: true,
    enable_access_token_issuance: true,
    admin_consent: true,
  };
  return [
    {
      ...common,
      client_id: PUBLIC,
      name: "Matrix, public",
      type: "public",
      redirect_uris: ["http://localhost", PASTED],
    },
    {
      ...common,
      client_id: WITH_SECRET,
      name: "Matrix, secret",
      type: "confidential",
      secrets: [{ value: SECRET }],
    },
    {
      ...common,
      client_id: WITH_KEY,
      name: "Matrix, certificate",
      type: "confidential",
      certificates: [{ certificate_pem: CLIENT_CERTIFICATE.certificate }],
      federated_credentials: [{
        name: "matrix",
        issuer: "{origin}/external",
        subject: SUBJECT,
        audience: AUDIENCE,
      }],
    },
  ];
}

function worldAt(port: number): OracleWorld {
  const apis = [WITH_SECRET, WITH_KEY].map((id) => ({
    id,
    uri: `api://${id}`,
    name: "Matrix, an API that calls on",
    scopes: ["access_as_user"],
    roles: [],
    token_version: 2 as const,
  }));
  return {
    ...ORACLE_WORLD,
    clients: clients(port),
    apis: [...ORACLE_WORLD.apis, ...apis],
  };
}

/** An authority, and what vouches for the clients there. */
export interface MatrixAuthority extends Authority {
  readonly name: "sandbox" | "oracle";
  /** Where confidential clients listen. */
  readonly loopback: string;
  /** A fresh assertion about the client. */
  assertion(): Promise<string>;
  /** The hosts with managed identities; the sandbox alone has them. */
  readonly hosts?: Sandbox["ready"]["managed_identity"];
}

/** Opens the sandbox, with the key of Azure Arc in a file. */
export async function openSandbox(
  { port, folder }: { readonly port: number; readonly folder: string },
): Promise<MatrixAuthority> {
  const arcKey = { path: `${folder}/matrix.key`, content: "matrix-arc-key" };
  await Deno.writeTextFile(arcKey.path, arcKey.content);
  const sandbox = await startSandbox({
    world: worldAt(port),
    arcKey,
    deviceIntervalSeconds: POLL_SECONDS,
    autoApprove: { username: ADA.username, deviceAfterPolls: 1 },
  });
  return {
    name: "sandbox",
    origin: sandbox.origin,
    loopback: loopbackOf(port),
    hosts: sandbox.ready.managed_identity,
    assertion: () => sandbox.control.externalAssertion({ subject: SUBJECT }),
    close: () => sandbox.close(),
  };
}

/** Opens the oracle. */
export async function openOracle(port: number): Promise<MatrixAuthority> {
  const oracle = await startOracle({
    world: worldAt(port),
    deviceIntervalSeconds: POLL_SECONDS,
    automaticUser: ADA.username,
  });
  return {
    name: "oracle",
    origin: oracle.origin,
    loopback: loopbackOf(port),
    assertion: () => selfSigned(oracle.origin),
    close: () => oracle.close(),
  };
}

/** The oracle trusts no other issuer: the client vouches for itself. */
async function selfSigned(origin: string): Promise<string> {
  const alg = "PS256";
  const { x5tS256 } = thumbprints(CLIENT_CERTIFICATE.certificate);
  return await new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg, typ: "JWT", "x5t#S256": x5tS256 })
    .setIssuer(WITH_KEY).setSubject(WITH_KEY)
    .setAudience(`${origin}/${CONTOSO}/oauth2/v2.0/token`)
    .setIssuedAt().setNotBefore("0s").setExpirationTime("10m")
    .sign(await importPKCS8(CLIENT_CERTIFICATE.key, alg));
}

/** A port of this machine that nobody listens at. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
