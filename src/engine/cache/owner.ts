import type { ClientOptions } from "../client.ts";
import { flowInfo, type FlowName } from "../flows/flow_names.ts";
import type { ManagedIdentityId } from "../entra/managed_identity_source.ts";
import type { Secret } from "../secret.ts";

/**
 * Whose tokens are kept under a key. A user's, the application's, a machine's
 * and a tool's must never stand in for each other, nor may those of two users
 * on whose behalf an API acts.
 */
export type TokenOwner = string;

/** What tells owners of the same flow apart. */
export interface OwnerHints {
  /** The user's token, for on-behalf-of. */
  readonly assertion?: Secret;
  /** The identity of the machine. */
  readonly identity?: ManagedIdentityId;
}

async function ofAssertion(assertion: Secret): Promise<TokenOwner> {
  const bytes = new TextEncoder().encode(assertion.reveal().trim());
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `on-behalf-of ${new Uint8Array(digest).toBase64()}`;
}

/**
 * Tells whose tokens a flow brings.
 *
 * @param flow The flow.
 * @param hints What tells owners apart.
 * @returns The owner; a promise only where a hash has to be computed.
 */
export function ownerOf(
  flow: FlowName,
  { assertion, identity }: OwnerHints = {},
): TokenOwner | Promise<TokenOwner> {
  switch (flow) {
    case "on-behalf-of":
      return assertion === undefined ? flow : ofAssertion(assertion);
    case "managed-identity":
      return identity === undefined
        ? flow
        : `${flow} ${identity.type} ${identity.id.toLowerCase()}`;
    case "azure-cli":
    case "azure-powershell":
    case "azd":
      return flow;
    default:
      return flowInfo(flow).actor === "app" ? "app" : "user";
  }
}

/**
 * Tells whether an owner's tokens are lent by this machine: who they speak for
 * may change at any time without a word, so none of them outlives the process.
 *
 * @param owner The owner.
 * @returns Whether a managed identity or another tool stands behind it.
 */
export function isOfMachine(owner: TokenOwner): boolean {
  return /^(managed-identity|azure-cli|azure-powershell|azd)\b/.test(owner);
}

/** Hosts are the same in any case; paths of other providers than Entra are not. */
function placeOf(authority: string): string {
  const address = authority.includes("://")
    ? authority
    : `https://${authority}`;
  return (URL.parse(address)?.href ?? authority).replace(/\/+$/, "");
}

/**
 * Names what tells the tokens of one client from those of another: where the
 * authority is, the tenant, the client, and how it proves itself.
 *
 * @param options The client.
 * @returns The name.
 */
export function registrationOf(
  { authority, cloud, tenantId, clientId, auth = { type: "none" } }:
    ClientOptions,
): string {
  return JSON.stringify([
    authority === undefined
      ? cloud?.toLowerCase() ?? "public"
      : placeOf(authority),
    tenantId?.toLowerCase() ?? "",
    clientId.toLowerCase(),
    auth.type === "deferred" ? auth.kind : auth.type,
  ]);
}
