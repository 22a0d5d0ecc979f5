import { SANDBOX_CERTIFICATE } from "./client_certificate.ts";
import { createApplications } from "./default_applications.ts";
import { ACTIONS_SUBJECT } from "./external/github_actions.ts";
import { PIPELINES_SUBJECT } from "./external/azure_pipelines.ts";
import { TOKEN_EXCHANGE } from "./external/issuer.ts";
import type {
  ApiSeed,
  ClientSeed,
  ManagedIdentitySeed,
  UserSeed,
  WorldSeed,
} from "./world.ts";
import { MICROSOFT_TENANT } from "./world_check.ts";

// Fixed ids, so that documentation, demos and tests can name them. All secrets and passwords are made up.
const CONTOSO = "8f3a1c52-6b7e-4d09-9a41-2c5e7d90b3f1";
const FABRIKAM = "c1d7e604-5f2b-4a88-b3f6-90a2e4d81b57";
const GRAPH = "00000003-0000-0000-c000-000000000000";
const ARM = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
const ORDERS = "5b0e6c7a-93d4-4f1e-8a25-6f4c1d2e7b90";

const BUILDER = "c6d94e0b-7a25-4f81-93b8-1e5f0a7d2c46";
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** By what the confidential clients can prove themselves, besides a secret. */
const PROOFS: Pick<ClientSeed, "certificates" | "federated_credentials"> = {
  certificates: [{
    certificate_pem: SANDBOX_CERTIFICATE.certificate_pem,
    private_key_pem: SANDBOX_CERTIFICATE.private_key_pem,
    thumbprint_sha256: SANDBOX_CERTIFICATE.thumbprint_sha256,
  }],
  federated_credentials: [
    ...[
      ["github-actions", ACTIONS_SUBJECT],
      ["azure-pipelines", PIPELINES_SUBJECT],
      ["kubernetes", "system:serviceaccount:orders:worker"],
    ].map(([name = "", subject = ""]) => ({
      name,
      subject,
      issuer: "{origin}/external",
      audience: TOKEN_EXCHANGE,
    })),
    {
      name: "managed-identity",
      issuer: `{origin}/${CONTOSO}/v2.0`,
      subject: BUILDER,
      audience: TOKEN_EXCHANGE,
    },
  ],
};

const USERS: readonly UserSeed[] = [
  {
    oid: "4d1c9a70-2e6b-4b53-8c1f-7a90e3d5b602",
    tenant_id: CONTOSO,
    username: "ada@contoso.onmicrosoft.example",
    password: "sandbox-ada",
    given_name: "Ada",
    family_name: "Lindqvist",
    job_title: "Platform engineer",
    directory_roles: ["Application Administrator"],
  },
  {
    oid: "91e7f2b4-0c3d-4a6e-b7d8-15f2c6a9e034",
    tenant_id: CONTOSO,
    username: "grace@contoso.onmicrosoft.example",
    password: "sandbox-grace",
    given_name: "Grace",
    family_name: "Okafor",
    job_title: "Security lead (asked for a second factor)",
    mfa: true,
  },
  {
    oid: "b26a0d8f-74c1-4e95-a3b0-c8e1f5d27946",
    tenant_id: CONTOSO,
    username: "blaise@contoso.onmicrosoft.example",
    password: "sandbox-blaise",
    given_name: "Blaise",
    family_name: "Moreau",
    job_title: "Auditor (device code is blocked)",
    blocked_flows: ["device_code"],
  },
  {
    oid: "e07b5c31-8d2f-4960-9be4-3a6d1c8f7052",
    tenant_id: CONTOSO,
    username: "edsger@contoso.onmicrosoft.example",
    password: "sandbox-edsger",
    given_name: "Edsger",
    family_name: "Visser",
    job_title: "Former employee (disabled)",
    disabled: true,
  },
  {
    oid: "2f9d4e86-b1a7-4c05-8e63-d07c5b92a1f8",
    tenant_id: FABRIKAM,
    username: "linus@fabrikam.onmicrosoft.example",
    password: "sandbox-linus",
    given_name: "Linus",
    family_name: "Haapala",
    job_title: "Partner (guest at Contoso)",
    guest_of: [{
      tenant_id: CONTOSO,
      oid: "73c8e1a5-f460-4d2b-9517-be2a0f6d8c34",
    }],
  },
  {
    oid: "00000000-0000-0000-3f8a-6c1e5d2b9047",
    tenant_id: PERSONAL,
    username: "mae@outlook.example",
    password: "sandbox-mae",
    given_name: "Mae",
    family_name: "Thorne",
    job_title: "Nobody's employee (personal account)",
  },
];

const CLIENTS: readonly ClientSeed[] = [
  {
    client_id: "a3f5d1e8-27b4-4c69-9d02-8e1b6f7c5a40",
    name: "Contoso CLI",
    tenant_id: CONTOSO,
    type: "public",
    audience: "organizations",
    redirect_uris: ["http://localhost"],
    admin_consent: true,
  },
  {
    client_id: "d84b2c6f-1e95-4a37-b0d8-5c7f9e3a2164",
    name: "Contoso Nightly Report",
    tenant_id: CONTOSO,
    type: "confidential",
    redirect_uris: [],
    secrets: [{ value: "sandbox-secret-nightly-report" }],
    ...PROOFS,
    app_roles: {
      [GRAPH]: ["User.Read.All", "Application.Read.All"],
      [ORDERS]: ["Orders.Read.All"],
    },
  },
  {
    client_id: "6e9a7d03-c5f1-4b82-a64e-0d3b8c1f2e75",
    name: "Contoso Web Shop",
    tenant_id: CONTOSO,
    type: "confidential",
    redirect_uris: [
      "https://app.contoso.example/callback",
      "http://localhost:8400/callback",
    ],
    secrets: [{ value: "sandbox-secret-web-shop" }],
    ...PROOFS,
    enable_id_token_issuance: true,
    enable_access_token_issuance: true,
  },
  {
    client_id: "f1027b9c-4d8e-4635-8af0-b95e6c3d1a27",
    name: "Contoso Legacy Sync",
    tenant_id: CONTOSO,
    type: "confidential",
    redirect_uris: [],
    secrets: [{
      value: "sandbox-secret-legacy-sync",
      expires_at: "2025-01-31T00:00:00Z",
    }],
  },
  {
    client_id: ORDERS,
    name: "Contoso Orders API",
    tenant_id: CONTOSO,
    type: "confidential",
    redirect_uris: [],
    secrets: [{ value: "sandbox-secret-orders-api" }],
    ...PROOFS,
    admin_consent: true,
  },
  {
    client_id: "0b6c8f42-e7d9-4a13-95b6-1f8e2d4c7a03",
    name: "Fabrikam Dashboard",
    tenant_id: FABRIKAM,
    type: "public",
    redirect_uris: ["http://localhost"],
    spa_redirect_uris: ["http://localhost:5173/"],
  },
  {
    client_id: "97f3b1c4-6d08-4e52-8a9b-c2d7e5f0136b",
    name: "Fabrikam Notes",
    tenant_id: FABRIKAM,
    type: "public",
    audience: "all",
    redirect_uris: ["http://localhost"],
  },
  {
    client_id: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
    name: "Microsoft Graph Command Line Tools (sandbox copy)",
    tenant_id: MICROSOFT_TENANT,
    type: "public",
    audience: "organizations",
    redirect_uris: ["http://localhost"],
  },
];

const APIS: readonly ApiSeed[] = [
  {
    id: GRAPH,
    uri: "https://graph.microsoft.com",
    name: "Microsoft Graph (sandbox copy)",
    scopes: [
      "User.Read",
      "User.ReadBasic.All",
      "Mail.Read",
      "Directory.Read.All",
      "Application.Read.All",
      "Application.ReadWrite.All",
    ],
    roles: [
      "User.Read.All",
      "Application.Read.All",
      "Application.ReadWrite.All",
      "Application.ReadWrite.OwnedBy",
    ],
    token_version: 1,
    graph: true,
    cae: true,
  },
  {
    id: ARM,
    uri: "https://management.azure.com/",
    aliases: ["https://management.core.windows.net/"],
    name: "Azure Resource Manager (sandbox copy)",
    scopes: ["user_impersonation"],
    roles: [],
    token_version: 1,
  },
  {
    id: ORDERS,
    uri: `api://${ORDERS}`,
    name: "Contoso Orders",
    scopes: ["access_as_user", "Orders.Read"],
    roles: ["Orders.Read.All"],
    token_version: 2,
    tenant_id: CONTOSO,
    cae: true,
    sample: true,
  },
  {
    id: "fb60f99c-7a34-4190-8149-302f77469936",
    uri: TOKEN_EXCHANGE,
    name: "Entra Token Exchange (sandbox copy)",
    scopes: [],
    roles: [],
    token_version: 2,
  },
];

const GROUP =
  "/subscriptions/4e8d2a60-1c95-4b37-a0f2-9d6b5e7c3f18/resourcegroups/contoso";

const IDENTITIES: readonly ManagedIdentitySeed[] = [
  {
    client_id: "2d7f5b90-e3c1-4a68-b5d4-08a9c6f1e723",
    object_id: "a94c0e17-5b82-4d3f-8e60-f3b7d1c25a98",
    resource_id: `${GROUP}/providers/Microsoft.Compute/virtualMachines/report`,
    tenant_id: CONTOSO,
    name: "report",
    system_assigned: true,
    app_roles: { [GRAPH]: ["User.Read.All"] },
  },
  {
    client_id: "e1b63d48-9f07-4c2a-87d5-b6a04f8e31c9",
    object_id: BUILDER,
    resource_id:
      `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder`,
    tenant_id: CONTOSO,
    name: "builder",
    app_roles: { [ORDERS]: ["Orders.Read.All"] },
  },
];

/**
 * The seed used when none is given: two tenants, users of both and one personal account, clients of each kind,
 * APIs, some hundred further registrations for Graph to list, and the managed identities of one host.
 */
export const DEFAULT_WORLD: WorldSeed = {
  tenants: [
    { id: CONTOSO, domain: "contoso.onmicrosoft.example", name: "Contoso" },
    { id: FABRIKAM, domain: "fabrikam.onmicrosoft.example", name: "Fabrikam" },
  ],
  users: USERS,
  clients: CLIENTS,
  apis: APIS,
  applications: createApplications({
    tenantId: CONTOSO,
    owner: "91e7f2b4-0c3d-4a6e-b7d8-15f2c6a9e034",
    graph: GRAPH,
    arm: ARM,
    orders: ORDERS,
  }),
  managed_identities: IDENTITIES,
};
