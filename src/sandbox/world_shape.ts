import type {
  ApiSeed,
  ApplicationSeed,
  CertificateSeed,
  ClientSeed,
  FederatedCredentialSeed,
  GuestSeed,
  ManagedIdentitySeed,
  RequiredPermissionsSeed,
  SecretSeed,
  TenantSeed,
  UserSeed,
  WorldSeed,
} from "./world.ts";

type Kind =
  | "text"
  | "texts"
  | "number"
  | "switch"
  | "lists"
  | "any"
  /** One of these. */
  | readonly (string | number)[]
  /** A list of objects. */
  | { readonly list: Shape };

interface Member {
  readonly kind: Kind;
  readonly optional?: true;
}

type Shape = Readonly<Record<string, Member>>;

/** Names every member of a seed, so that a new one cannot be forgotten here. */
type ShapeOf<Seed> = { readonly [Name in keyof Required<Seed>]: Member };

const TEXT = { kind: "text" } as const;
const TEXTS = { kind: "texts" } as const;
const MAYBE_TEXT = { kind: "text", optional: true } as const;
const MAYBE_TEXTS = { kind: "texts", optional: true } as const;
const MAYBE_SWITCH = { kind: "switch", optional: true } as const;
const MAYBE_LISTS = { kind: "lists", optional: true } as const;

const TENANT: ShapeOf<TenantSeed> = { id: TEXT, domain: TEXT, name: TEXT };

const GUEST: ShapeOf<GuestSeed> = { tenant_id: TEXT, oid: TEXT };

const USER: ShapeOf<UserSeed> = {
  oid: TEXT,
  tenant_id: TEXT,
  username: TEXT,
  password: TEXT,
  given_name: TEXT,
  family_name: TEXT,
  email: MAYBE_TEXT,
  job_title: MAYBE_TEXT,
  guest_of: { kind: { list: GUEST }, optional: true },
  mfa: MAYBE_SWITCH,
  disabled: MAYBE_SWITCH,
  blocked_flows: MAYBE_TEXTS,
  directory_roles: MAYBE_TEXTS,
};

const SECRET: ShapeOf<SecretSeed> = { value: TEXT, expires_at: MAYBE_TEXT };

const CERTIFICATE: ShapeOf<CertificateSeed> = {
  certificate_pem: TEXT,
  private_key_pem: MAYBE_TEXT,
  thumbprint_sha256: MAYBE_TEXT,
  expires_at: MAYBE_TEXT,
};

const FEDERATED: ShapeOf<FederatedCredentialSeed> = {
  name: TEXT,
  issuer: TEXT,
  subject: TEXT,
  audience: TEXT,
  // Whoever imports the keys finds out whether they are some.
  jwks: { kind: "any", optional: true },
};

const CLIENT: ShapeOf<ClientSeed> = {
  client_id: TEXT,
  name: TEXT,
  tenant_id: TEXT,
  type: { kind: ["public", "confidential"] },
  audience: { kind: ["tenant", "organizations", "all"], optional: true },
  redirect_uris: TEXTS,
  spa_redirect_uris: MAYBE_TEXTS,
  secrets: { kind: { list: SECRET }, optional: true },
  certificates: { kind: { list: CERTIFICATE }, optional: true },
  federated_credentials: { kind: { list: FEDERATED }, optional: true },
  enable_id_token_issuance: MAYBE_SWITCH,
  enable_access_token_issuance: MAYBE_SWITCH,
  family: MAYBE_SWITCH,
  admin_consent: MAYBE_SWITCH,
  app_roles: MAYBE_LISTS,
};

const REQUIRED: ShapeOf<RequiredPermissionsSeed> = {
  api: TEXT,
  scopes: MAYBE_TEXTS,
  roles: MAYBE_TEXTS,
};

const APPLICATION: ShapeOf<ApplicationSeed> = {
  client_id: TEXT,
  name: TEXT,
  tenant_id: TEXT,
  created_at: MAYBE_TEXT,
  owners: MAYBE_TEXTS,
  required_permissions: { kind: { list: REQUIRED }, optional: true },
};

const API: ShapeOf<ApiSeed> = {
  id: TEXT,
  uri: TEXT,
  aliases: MAYBE_TEXTS,
  name: TEXT,
  scopes: TEXTS,
  roles: TEXTS,
  token_version: { kind: [1, 2] },
  tenant_id: MAYBE_TEXT,
  graph: MAYBE_SWITCH,
  cae: MAYBE_SWITCH,
  sample: MAYBE_SWITCH,
  token_lifetime_seconds: { kind: "number", optional: true },
};

const IDENTITY: ShapeOf<ManagedIdentitySeed> = {
  client_id: TEXT,
  object_id: TEXT,
  resource_id: TEXT,
  tenant_id: TEXT,
  name: TEXT,
  system_assigned: MAYBE_SWITCH,
  app_roles: MAYBE_LISTS,
};

const WORLD: ShapeOf<WorldSeed> = {
  tenants: { kind: { list: TENANT } },
  users: { kind: { list: USER } },
  clients: { kind: { list: CLIENT } },
  apis: { kind: { list: API } },
  applications: { kind: { list: APPLICATION }, optional: true },
  managed_identities: { kind: { list: IDENTITY }, optional: true },
};

function fail(detail: string): never {
  throw new TypeError(`Cannot use the world: ${detail}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) &&
    value.every((item) => typeof item === "string");
}

/** What is wrong with a value, as the end of a sentence. */
function wrongWith(value: unknown, kind: Kind): string | undefined {
  if (Array.isArray(kind)) {
    return kind.includes(value) ? undefined : `is none of ${kind.join(", ")}`;
  }
  switch (kind) {
    case "text":
      return typeof value === "string" ? undefined : "is not a text";
    case "texts":
      return areTexts(value) ? undefined : "is not a list of texts";
    case "number":
      return Number.isFinite(value) ? undefined : "is not a number";
    case "switch":
      return typeof value === "boolean" ? undefined : "is not true or false";
    case "lists":
      return isObject(value) && Object.values(value).every(areTexts)
        ? undefined
        : "does not have lists of texts by API";
  }
  return undefined;
}

function checkObject(
  value: unknown,
  { shape, path }: { readonly shape: Shape; readonly path: string },
): void {
  if (!isObject(value)) {
    fail(path === "" ? "it is not an object" : `"${path}" is not an object`);
  }
  for (const [name, { kind, optional }] of Object.entries(shape)) {
    const member = value[name];
    const at = path === "" ? name : `${path}.${name}`;
    if (member === undefined && optional) continue;
    if (typeof kind === "object" && "list" in kind) {
      if (!Array.isArray(member)) fail(`"${at}" is not an array`);
      for (const [index, item] of member.entries()) {
        checkObject(item, { shape: kind.list, path: `${at}[${index}]` });
      }
      continue;
    }
    const wrong = wrongWith(member, kind);
    if (wrong !== undefined) fail(`"${at}" ${wrong}`);
  }
}

/**
 * Refuses what has not the members of a world, whatever it is.
 *
 * @throws {TypeError} names the member that is wrong
 */
export function checkShape(world: unknown): asserts world is WorldSeed {
  checkObject(world, { shape: WORLD, path: "" });
}
