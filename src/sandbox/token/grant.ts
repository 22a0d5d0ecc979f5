import type { Authority } from "../authority.ts";
import type { ClaimsRequest } from "../claims_request.ts";
import type { TenantPath } from "../directory.ts";
import type { Parameters } from "../parameters.ts";
import type { ClientSeed } from "../world.ts";

/** How the client proved itself, as `appidacr` and `azpacr` tell it. */
export type Credential = "none" | "secret" | "assertion";

/** A token request whose client is known and proven. */
export interface TokenRequest {
  readonly authority: Authority;
  readonly form: Parameters;
  readonly path: TenantPath;
  readonly client: ClientSeed;
  readonly credential: Credential;
  readonly claims: ClaimsRequest;
  /** The `Origin` header: present when a page in a browser asks. */
  readonly crossOrigin: string | undefined;
}

/** One value of `grant_type` a file: redeeming checks the rest and answers with the response's JSON. */
export interface Grant {
  /** Every spelling of `grant_type` that means it. */
  readonly types: readonly string[];
  /** Refuses a tenant path that the grant has no meaning under, whoever the client is. */
  readonly checkPath?: (path: TenantPath) => void;
  redeem(request: TokenRequest): Promise<Record<string, unknown>>;
}
