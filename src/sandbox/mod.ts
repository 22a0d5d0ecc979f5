/**
 * The sandbox: a local, offline authority with the shape of Microsoft Entra ID, for demos and tests.
 *
 * This folder may import hono and jose, and nothing else outside itself: above all nothing of the engine, so
 * that a mistake of the client is not repeated by the server it is tried against. It may touch loopback
 * sockets, timers, randomness and, behind its own clock, the time.
 *
 * @module
 */
export type { AutoApprove } from "./authority.ts";
export type { SandboxControl } from "./control.ts";
export { SANDBOX_CERTIFICATE } from "./client_certificate.ts";
export { DEFAULT_WORLD } from "./default_world.ts";
export {
  createSandboxHandler,
  type SandboxBehaviour,
  type SandboxHandler,
  type SandboxHandlerOptions,
} from "./handler.ts";
export type { ExternalAssertion } from "./external/issuer.ts";
export type { ArcKey } from "./identity/arc.ts";
export { SANDBOX_TLS } from "./loopback_certificate.ts";
export {
  createReadyLine,
  type ReadyCertificate,
  type ReadyClient,
  type ReadyLine,
  type ReadyManagedIdentity,
  type ReadyWorkloadIdentity,
} from "./ready_line.ts";
export type { RecordedRequest } from "./recorder.ts";
export type { ScriptedEndpoint, ScriptedOutcome } from "./script.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start.ts";
export type {
  ApiSeed,
  ApplicationSeed,
  BlockableFlow,
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
