/**
 * The one door to `oidc-provider`, which ships no types: what is used of it, typed. The deep imports are not
 * its public API, so the version is pinned to the patch; its index is left out because that prints a warning
 * about every runtime but Node.
 *
 * @module
 */
import { handler as nativeCode } from "npm:oidc-provider@9.13.3/lib/actions/grants/authorization_code.js";
import { handler as nativeDevice } from "npm:oidc-provider@9.13.3/lib/actions/grants/device_code.js";
import { handler as nativeRefresh } from "npm:oidc-provider@9.13.3/lib/actions/grants/refresh_token.js";
import * as errorClasses from "npm:oidc-provider@9.13.3/lib/helpers/errors.js";
import { issueTokens as nativeIssue } from "npm:oidc-provider@9.13.3/lib/helpers/grant_common.js";
import * as unboundHelpers from "npm:oidc-provider@9.13.3/lib/helpers/grants.js";
import {
  Check as NativeCheck,
  Prompt as NativePrompt,
} from "npm:oidc-provider@9.13.3/lib/helpers/interaction_policy/index.js";
import { Provider as NativeProvider } from "npm:oidc-provider@9.13.3/lib/provider.js";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface EngineClient {
  readonly clientId: string;
  readonly clientAuthMethod: string;
}

/** What a person allowed a client; codes and refresh tokens point to one. */
export interface EngineGrant {
  readonly accountId: string;
  addOIDCScope(scope: string): void;
  addResourceScope(resource: string, scope: string): void;
  save(): Promise<string>;
}

/** A stored code, device code or refresh token. */
export interface Artifact {
  accountId?: string;
  grantId?: string;
  clientId?: string;
  scope?: string;
  resource?: string | readonly string[] | undefined;
  error?: string;
  errorDescription?: string;
  authTime?: number;
  sessionUid?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly isExpired: boolean;
  save(): Promise<string>;
}

export interface Model<T> {
  new (input: object): T;
  find(
    value: string,
    options?: { readonly ignoreExpiration: boolean },
  ): Promise<T | undefined>;
}

interface Session {
  readonly accountId: string | undefined;
  readonly uid: string;
  loginAccount(login: { accountId: string; amr: readonly string[] }): void;
  authTime(): number | undefined;
  ensureClientContainer(clientId: string): void;
  grantIdFor(clientId: string, grantId: string): void;
}

export interface OidcContext {
  readonly provider: Engine;
  readonly client: EngineClient;
  readonly params: Record<string, string | undefined>;
  readonly session: Session;
  readonly prompts: ReadonlySet<string>;
  readonly result?: { readonly login?: unknown };
  readonly redirectUriCheckPerformed: boolean;
  entity(name: string, value: unknown): void;
}

/** Koa's context, with the engine's own part. */
export interface EngineContext {
  readonly req: IncomingMessage;
  readonly path: string;
  readonly state: Record<string, unknown>;
  readonly oidc: OidcContext;
  readonly request: { readonly body?: unknown };
  status: number;
  body: unknown;
  type: string;
  get(header: string): string;
  set(header: string, value: string): void;
  remove(header: string): void;
  redirect(url: string): void;
}

/** What the engine throws and reports by its events. */
export interface EngineError extends Error {
  readonly error?: string;
  readonly error_description?: string;
  readonly error_detail?: string;
  readonly allow_redirect?: boolean;
  /** Set by the layer when it refuses itself. */
  aadsts?: number;
}

type ContextListener = (context: EngineContext, error: EngineError) => void;

export interface Engine {
  readonly issuer: string;
  readonly AuthorizationCode: Model<Artifact>;
  readonly DeviceCode: Model<Artifact>;
  readonly RefreshToken: Model<Artifact>;
  readonly Grant: Model<EngineGrant>;
  readonly Client: {
    readonly Schema: {
      readonly prototype: {
        invalidate(message: string, code?: string): void;
      };
    };
  };
  readonly OIDCContext: unknown;
  on(event: string, listener: ContextListener): void;
  on(
    event: "authorization.success",
    listener: (context: EngineContext, out: Record<string, unknown>) => void,
  ): void;
  use(
    middleware: (
      context: EngineContext,
      next: () => Promise<void>,
    ) => Promise<void>,
  ): void;
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  registerGrantType(
    name: string,
    handler: (context: EngineContext) => Promise<void>,
    parameters: readonly string[],
  ): void;
  pathFor(name: string, options?: Record<string, unknown>): string;
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ readonly params: Readonly<Record<string, string>> }>;
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: Record<string, unknown>,
  ): Promise<void>;
}

export const Provider: new (issuer: string, setup: object) => Engine =
  NativeProvider;

export const Check: new (
  reason: string,
  description: string,
  check: (context: EngineContext) => boolean | Promise<boolean>,
) => object = NativeCheck;

export const Prompt: new (
  options: { name: string; requestable: boolean },
  ...checks: object[]
) => { readonly checks: { clear(): void; add(check: object): void } } =
  NativePrompt;

/** The engine's refusal for an OAuth error of any name. */
export function engineError(error: string, description: string): EngineError {
  return new errorClasses.CustomOIDCProviderError(error, description);
}

type BoundHelpers = Readonly<Record<string, unknown>>;

function helpersFor(provider: Engine): BoundHelpers {
  return Object.fromEntries(
    Object.entries(unboundHelpers).map(([name, helper]) => [
      name,
      (helper as (...values: unknown[]) => unknown).bind(undefined, provider),
    ]),
  );
}

/** A grant that the engine knows itself. */
export function nativeGrant(
  provider: Engine,
  name: "authorization_code" | "device_code" | "refresh_token",
): (context: EngineContext) => Promise<void> {
  const handler = {
    authorization_code: nativeCode,
    device_code: nativeDevice,
    refresh_token: nativeRefresh,
  }[name];
  const helpers = helpersFor(provider);
  return (context) => handler(provider, helpers, context);
}

/** Issues what a grant that the engine does not know ends with. */
export async function issueTokens(
  context: EngineContext,
  { source, grant, type }: {
    readonly source: Artifact;
    readonly grant: EngineGrant;
    readonly type: string;
  },
): Promise<void> {
  const { provider } = context.oidc;
  await nativeIssue(provider, helpersFor(provider), context, source, grant, {
    gty: type,
    entityLabel: type,
  });
}
