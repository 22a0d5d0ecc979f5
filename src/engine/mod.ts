/**
 * The flow engine: every grant as an async generator of events, with the world
 * behind ports. May import oauth4webapi, jose and itself; may touch nothing
 * but the language, URL, Request and Response.
 *
 * @module
 */
export * from "./errors.ts";
export type * from "./events.ts";
export * from "./secret.ts";
export type * from "./token.ts";
export type * from "./ports/mod.ts";
export type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
  FlowRun,
  LogoutOptions,
} from "./client.ts";
export type {
  AbortSignalLike,
  ApiRequestInit,
  Credential,
  CredentialOptions,
  CredentialToken,
} from "./api/client_calls.ts";
export type {
  AuthenticationKind,
  ClientAuthentication,
  OpenedAuthentication,
} from "./protocol/client_authentication.ts";
export type { FlowOptions } from "./protocol/conversation.ts";
export type { ExtraParameters } from "./protocol/extra_parameters.ts";
export type {
  SigningKey,
  SigningKeys,
  SigningKeySet,
} from "./protocol/signing_keys.ts";
export type {
  AuthorizationRequest,
  ResponseType,
} from "./protocol/authorization.ts";
export type { DiscoveryContext } from "./protocol/discover.ts";
export type { GrantRequest } from "./protocol/grant.ts";
export {
  type Authority,
  type AuthorityOptions,
  type AuthorityReference,
  readAuthority,
  resolveAuthority,
} from "./entra/authority.ts";
export type { AuthorityAddress } from "./entra/authority_address.ts";
export {
  capabilityClaims,
  mergeClaims,
  parseClaims,
} from "./entra/claims_request.ts";
export {
  type Challenge,
  claimsOfChallenge,
  parseChallenges,
} from "./entra/challenge.ts";
export {
  CLIENT_PRESETS,
  clientPreset,
  RESOURCE_PRESETS,
  resourcePreset,
} from "./entra/presets.ts";
export type { ManagedIdentityId } from "./entra/managed_identity_source.ts";
export type { BorrowedTool } from "./entra/borrowed_tools.ts";
export { type Cloud, type CloudName, CLOUDS } from "./entra/clouds.ts";
export { parseScopes, resourceScope } from "./entra/scopes.ts";
export { parseTenant } from "./entra/tenants.ts";
export { complete } from "./flows/complete.ts";
export {
  type Actor,
  actorOf,
  type FlowInfo,
  flowInfo,
  type FlowName,
  FLOWS,
  parseFlowName,
} from "./flows/flow_names.ts";
export type {
  DeviceCodePorts,
  DeviceCodeRequest,
} from "./flows/device_code.ts";
export type { AuthorizationCodeRequest } from "./flows/authorization_code.ts";
export type { BrowserFlowPorts } from "./flows/browser_sign_in.ts";
export type { BorrowedRequest } from "./flows/borrowed.ts";
export type {
  ImplicitRequest,
  ImplicitResponseType,
} from "./flows/implicit.ts";
export type {
  ManagedIdentityPorts,
  ManagedIdentityRequest,
} from "./flows/managed_identity.ts";
export type { OnBehalfOfRequest } from "./flows/on_behalf_of.ts";
export {
  authorizationCode,
  borrowed,
  clientCredentials,
  deviceCode,
  diffTokens,
  discover,
  explainError,
  explainRejection,
  type Flow,
  hybrid,
  implicit,
  interactive,
  managedIdentity,
  onBehalfOf,
  password,
  previewFlow,
  refreshToken,
  verifyToken,
} from "./flows/on_demand.ts";
export type { PasswordRequest } from "./flows/password.ts";
export type { FlowPreview } from "./flows/preview.ts";
export {
  type FlowRequest,
  runFlow,
  type RunOptions,
} from "./flows/run_flow.ts";
export type { RefreshTokenRequest } from "./flows/refresh_token.ts";
// Not by the folder's own list, which would be one more module to run.
export { decodeToken } from "./jwt/decode.ts";
export { formatDuration } from "./jwt/duration.ts";
export { explainClaims } from "./jwt/explain.ts";
export type {
  ClaimGroup,
  DecodedToken,
  ExplainedClaim,
  Explanation,
  TokenWarning,
} from "./jwt/explanation.ts";
export { findToken } from "./jwt/find_token.ts";
export type { ClaimDifference, TokenDiff } from "./jwt/diff_result.ts";
export type { Rejection, RejectionTarget } from "./jwt/reject.ts";
export type {
  CheckCode,
  CheckName,
  ExpectedToken,
  GivenKeys,
  PublishedKeys,
  TokenCheck,
  Verification,
  VerifyOptions,
} from "./jwt/verify_result.ts";
export type { ErrorAdvice } from "./entra/explain_error.ts";
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
