/** A directory (tenant) of the sandbox. */
export interface TenantSeed {
  /** Tenant id, a GUID. */
  readonly id: string;
  /** Verified domain, usable in place of the id in every path. */
  readonly domain: string;
  /** Name shown on the pages. */
  readonly name: string;
}

/** A tenant in which a user is a guest, and the object id they have there. */
export interface GuestSeed {
  /** The inviting tenant's id. */
  readonly tenant_id: string;
  /** Object id of the guest in the inviting tenant, a GUID. */
  readonly oid: string;
}

/** A person who can sign in to the sandbox. */
export interface UserSeed {
  /** Object id in the home tenant, a GUID. */
  readonly oid: string;
  /** Home tenant. */
  readonly tenant_id: string;
  /** User principal name. */
  readonly username: string;
  /** A made-up password. It is printed in the ready line and on the sign-in page. */
  readonly password: string;
  /** Given name. */
  readonly given_name: string;
  /** Family name. */
  readonly family_name: string;
  /** Mail address, for the `email` claim; the user name when left out. */
  readonly email?: string;
  /** Job title, for `/v1.0/me`. */
  readonly job_title?: string;
  /** Other tenants in which the user is a guest. */
  readonly guest_of?: readonly GuestSeed[];
  /** A second factor is asked for on the page. */
  readonly mfa?: boolean;
  /** The account is disabled (AADSTS50057). */
  readonly disabled?: boolean;
  /** Flows that Conditional Access blocks for this user (AADSTS53003). */
  readonly blocked_flows?: readonly BlockableFlow[];
  /** Directory roles by name, such as `Application Administrator`: what the user may change through Graph. */
  readonly directory_roles?: readonly string[];
}

/** A flow that Conditional Access can block for one user. */
export type BlockableFlow = "device_code" | "authorization_code" | "password";

/** A client secret. */
export interface SecretSeed {
  /** A made-up secret. It is printed in the ready line. */
  readonly value: string;
  /** ISO 8601 date after which the secret is refused (AADSTS7000222). */
  readonly expires_at?: string;
}

/** A certificate that an application can prove itself with. */
export interface CertificateSeed {
  /** The certificate as PEM, with an RSA key. */
  readonly certificate_pem: string;
  /** Its private key as PEM, made up like all secrets here: it is printed in the ready line. */
  readonly private_key_pem?: string;
  /** base64url of the SHA-256 of the certificate, for the ready line; checks use the certificate itself. */
  readonly thumbprint_sha256?: string;
  /** ISO 8601 date after which assertions signed with it are refused (AADSTS50012). */
  readonly expires_at?: string;
}

/** A federated identity credential: tokens of another issuer that stand for the application. */
export interface FederatedCredentialSeed {
  /** Name of the credential. */
  readonly name: string;
  /** The issuer, letter by letter; `{origin}` in it stands for the sandbox's own origin. */
  readonly issuer: string;
  /** The subject, letter by letter. */
  readonly subject: string;
  /** The audience, letter by letter; usually `api://AzureADTokenExchange`. */
  readonly audience: string;
  /** Public keys of the issuer. Without them it has to be an issuer of the sandbox: nothing is fetched. */
  readonly jwks?: {
    readonly keys: readonly {
      readonly kty: string;
      readonly [member: string]: unknown;
    }[];
  };
}

/** An application registration that asks for tokens. */
export interface ClientSeed {
  /** Application (client) id, a GUID. */
  readonly client_id: string;
  /** Name shown on the consent and device pages. */
  readonly name: string;
  /** Tenant in which the application is registered. */
  readonly tenant_id: string;
  /** A public client holds no credential; a confidential one must present one. */
  readonly type: "public" | "confidential";
  /** Who may sign in: one tenant (the default), every tenant, or personal accounts too. */
  readonly audience?: "tenant" | "organizations" | "all";
  /** Redirect URIs of the web platform (confidential) or the mobile and desktop platform (public). */
  readonly redirect_uris: readonly string[];
  /** Redirect URIs of the single-page application platform. */
  readonly spa_redirect_uris?: readonly string[];
  /** Secrets of a confidential client. */
  readonly secrets?: readonly SecretSeed[];
  /** Certificates of a confidential client. */
  readonly certificates?: readonly CertificateSeed[];
  /** Federated identity credentials of a confidential client. */
  readonly federated_credentials?: readonly FederatedCredentialSeed[];
  /** ID tokens may come through the browser: `id_token` in the response type. */
  readonly enable_id_token_issuance?: boolean;
  /** Access tokens may come through the browser: `token` in the response type. */
  readonly enable_access_token_issuance?: boolean;
  /** Shares refresh tokens with all other clients that have this: `foci` in token responses. */
  readonly family?: boolean;
  /** An administrator has consented to every permission for everybody. */
  readonly admin_consent?: boolean;
  /** Application permissions, by API id, for app-only tokens. */
  readonly app_roles?: Readonly<Record<string, readonly string[]>>;
}

/** What an application registration asks of one API. */
export interface RequiredPermissionsSeed {
  /** The API's id. */
  readonly api: string;
  /** Delegated permissions. */
  readonly scopes?: readonly string[];
  /** Application permissions. */
  readonly roles?: readonly string[];
}

/**
 * An application registration that Graph lists and that has no credential yet. With a secret from `addPassword` it
 * asks for tokens as a confidential client does.
 */
export interface ApplicationSeed {
  /** Application (client) id, a GUID. */
  readonly client_id: string;
  /** Display name. */
  readonly name: string;
  /** Tenant in which the application is registered. */
  readonly tenant_id: string;
  /** ISO 8601 time of the registration. */
  readonly created_at?: string;
  /** Object ids of users who may change the registration without a directory role. */
  readonly owners?: readonly string[];
  /** What it asks of which API. */
  readonly required_permissions?: readonly RequiredPermissionsSeed[];
}

/** An API that tokens are issued for. */
export interface ApiSeed {
  /** Application id of the API, a GUID. */
  readonly id: string;
  /** Application id URI. */
  readonly uri: string;
  /** Further identifiers that name the same API. */
  readonly aliases?: readonly string[];
  /** Name shown on the consent page. */
  readonly name: string;
  /** Delegated permissions. */
  readonly scopes: readonly string[];
  /** Application permissions. */
  readonly roles: readonly string[];
  /** Version of the access tokens that the API's manifest asks for. */
  readonly token_version: 1 | 2;
  /** The only tenant that knows the API; all tenants when left out. */
  readonly tenant_id?: string;
  /** A scope without a resource, such as `User.Read`, means this API; it also gets the header nonce of Graph tokens. */
  readonly graph?: boolean;
  /** The API can challenge a token; tokens live for 24 hours when the client declares the capability `cp1`. */
  readonly cae?: boolean;
  /** The sandbox serves this API itself, under `/api/orders`. */
  readonly sample?: boolean;
  /** Life of an access token in seconds; 4499 for users and 3599 for applications when left out. */
  readonly token_lifetime_seconds?: number;
}

/** An identity that the host of a program has, and hands out at its own endpoints. */
export interface ManagedIdentitySeed {
  /** Application (client) id, a GUID. */
  readonly client_id: string;
  /** Object id of its service principal, a GUID. */
  readonly object_id: string;
  /** Azure resource id, which begins with `/subscriptions/`. */
  readonly resource_id: string;
  /** Tenant of the identity. */
  readonly tenant_id: string;
  /** Name of the identity. */
  readonly name: string;
  /** The host's own identity, used when a request names none; every other one is assigned by a user. */
  readonly system_assigned?: boolean;
  /** Application permissions, by API id. */
  readonly app_roles?: Readonly<Record<string, readonly string[]>>;
}

/** All that the sandbox knows when it starts. It is plain JSON. */
export interface WorldSeed {
  /** At least one; the first is the one of the ready line's `authority`. */
  readonly tenants: readonly TenantSeed[];
  /** People who can sign in. */
  readonly users: readonly UserSeed[];
  /** Applications that can ask for tokens. */
  readonly clients: readonly ClientSeed[];
  /** APIs that tokens can be for. */
  readonly apis: readonly ApiSeed[];
  /** Further registrations that Graph lists beside the clients; none when left out. */
  readonly applications?: readonly ApplicationSeed[];
  /** Identities of the host that the sandbox plays; none when left out. */
  readonly managed_identities?: readonly ManagedIdentitySeed[];
}
