/**
 * The flow engine: every grant as an async generator of events, with the world
 * behind ports. May import oauth4webapi, jose and itself; may touch nothing
 * but the language, URL, Request and Response.
 *
 * @module
 */
export * from "./errors.ts";
export * from "./events.ts";
export * from "./secret.ts";
export * from "./token.ts";
export type * from "./ports/mod.ts";
export type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
  FlowRun,
} from "./client.ts";
export type { ClientAuthentication } from "./protocol/client_authentication.ts";
export type { GrantRequest } from "./protocol/grant.ts";
export {
  type Authority,
  type AuthorityOptions,
  resolveAuthority,
} from "./entra/authority.ts";
export { type Cloud, type CloudName, CLOUDS } from "./entra/clouds.ts";
export { parseScopes, resourceScope } from "./entra/scopes.ts";
export { parseTenant } from "./entra/tenants.ts";
export { complete } from "./flows/complete.ts";
export {
  type Actor,
  actorOf,
  type FlowInfo,
  type FlowName,
  FLOWS,
  parseFlowName,
} from "./flows/flow_names.ts";
export { clientCredentials } from "./flows/client_credentials.ts";
export {
  deviceCode,
  type DeviceCodePorts,
  type DeviceCodeRequest,
} from "./flows/device_code.ts";
export {
  authorizationCode,
  type AuthorizationCodeRequest,
  type BrowserFlowPorts,
} from "./flows/authorization_code.ts";
export { interactive } from "./flows/interactive.ts";
export {
  refreshToken,
  type RefreshTokenRequest,
} from "./flows/refresh_token.ts";
export * from "./jwt/mod.ts";
export { type ErrorAdvice, explainError } from "./entra/explain_error.ts";
export type { ErrorFixer } from "./entra/aadsts.ts";
export type {
  AssertionContext,
  AssertionSource,
} from "./protocol/assertion.ts";
export type {
  CertificateUse,
  ClientCertificate,
} from "./protocol/certificate.ts";
export type {
  AssertionReference,
  CertificateReference,
  CredentialReference,
  SecretPlace,
} from "./protocol/client_assertion_reference.ts";
