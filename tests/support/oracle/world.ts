import {
  type ApiSeed,
  type ClientSeed,
  DEFAULT_WORLD,
  type WorldSeed,
} from "../../../src/sandbox/mod.ts";
import { CLIENT_CERTIFICATE } from "./key_pairs.ts";

/** A client as the oracle knows it: the sandbox's data, and what that has no word for. */
export interface OracleClient extends ClientSeed {
  /** Certificates with which the client signs its assertions. */
  readonly certificates?: readonly { readonly certificate_pem: string }[];
  /** ID tokens may come from the authorization endpoint. */
  readonly enable_id_token_issuance?: boolean;
  /** Access tokens may come from the authorization endpoint. */
  readonly enable_access_token_issuance?: boolean;
}

export interface OracleWorld extends Omit<WorldSeed, "clients"> {
  readonly clients: readonly OracleClient[];
}

const [CONTOSO] = DEFAULT_WORLD.tenants;

/** Authenticates with a certificate. */
export const VAULT_CLIENT: OracleClient = {
  client_id: "7c1e5f90-3a8d-4b26-9e47-d2f0b6c8a513",
  name: "Contoso Vault Sync",
  tenant_id: CONTOSO?.id ?? "",
  type: "confidential",
  redirect_uris: [],
  certificates: [{ certificate_pem: CLIENT_CERTIFICATE.certificate }],
};

/** Gets tokens from the authorization endpoint. */
export const PORTAL_CLIENT: OracleClient = {
  client_id: "2d90b7c4-6f13-4e58-a1c7-94e8d05f3b62",
  name: "Contoso Intranet",
  tenant_id: CONTOSO?.id ?? "",
  type: "confidential",
  redirect_uris: ["https://intranet.contoso.example/signin"],
  secrets: [{ value: "sandbox-secret-intranet" }],
  enable_id_token_issuance: true,
  enable_access_token_issuance: true,
  admin_consent: true,
};

/** The sandbox's default world, and two clients for flows of their own. */
export const ORACLE_WORLD: OracleWorld = {
  ...DEFAULT_WORLD,
  clients: [...DEFAULT_WORLD.clients, VAULT_CLIENT, PORTAL_CLIENT],
};

export interface OracleUser {
  readonly oid: string;
  readonly tenantId: string;
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly secondFactor: boolean;
  readonly disabled: boolean;
}

/** Everybody who can sign in at a tenant, guests by the object id that they have there. */
export function usersOf(
  { users }: OracleWorld,
  tenantId: string,
): readonly OracleUser[] {
  return users.flatMap((user) => {
    const oid = user.tenant_id === tenantId
      ? user.oid
      : user.guest_of?.find((guest) => guest.tenant_id === tenantId)?.oid;
    if (oid === undefined) return [];
    return [{
      oid,
      tenantId,
      username: user.username,
      password: user.password,
      name: `${user.given_name} ${user.family_name}`,
      secondFactor: user.mfa ?? false,
      disabled: user.disabled ?? false,
    }];
  });
}

/** The clients that a tenant admits. */
export function clientsOf(
  { clients }: OracleWorld,
  tenantId: string,
): readonly OracleClient[] {
  return clients.filter((client) =>
    client.tenant_id === tenantId || (client.audience ?? "tenant") !== "tenant"
  );
}

export function apisOf(
  { apis }: OracleWorld,
  tenantId: string,
): readonly ApiSeed[] {
  return apis.filter((api) =>
    api.tenant_id === undefined || api.tenant_id === tenantId
  );
}
