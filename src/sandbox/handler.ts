import { Hono } from "hono";
import {
  apiRoutes,
  documentRoutes,
  tokenRoutes,
  type Variables,
} from "./app.ts";
import type { Authority, AutoApprove } from "./authority.ts";
import { createClock } from "./clock.ts";
import { createControl, type SandboxControl } from "./control.ts";
import { controlRoutes } from "./control_routes.ts";
import { DEFAULT_WORLD } from "./default_world.ts";
import { crossOrigin } from "./cors.ts";
import { createDirectory } from "./directory.ts";
import { externalRoutes } from "./external/routes.ts";
import { ARC_KEY, type ArcKey } from "./identity/arc.ts";
import { identityRoutes } from "./identity/routes.ts";
import { answerFailure, observe } from "./middleware.ts";
import { createRecorder } from "./recorder.ts";
import { createScriptQueue } from "./script.ts";
import { scriptedRoute } from "./scripted_route.ts";
import { personRoutes } from "./sign_in/routes.ts";
import { createKeyRing } from "./key_ring.ts";
import { createStore } from "./store.ts";
import type { WorldSeed } from "./world.ts";

/** How a sandbox behaves, wherever it runs. */
export interface SandboxBehaviour {
  /** Tenants, users, clients and APIs; {@linkcode DEFAULT_WORLD} when left out. */
  readonly world?: WorldSeed;
  /** Who clicks through the pages when nobody is there to do it. */
  readonly autoApprove?: AutoApprove;
  /** Seconds between polls of the device flow; 5 when left out. */
  readonly deviceIntervalSeconds?: number;
  /** Life of a device code in seconds; 900 when left out. */
  readonly deviceExpiresInSeconds?: number;
  /** A refresh token works once, and its second use revokes the grant; Entra leaves old ones valid. */
  readonly strictRefresh?: boolean;
  /** A client assertion works once; Entra takes it again until it ends. */
  readonly strictAssertions?: boolean;
  /** The file that the copy of the Azure Arc agent asks for; whoever starts the sandbox writes it. */
  readonly arcKey?: ArcKey;
  /** Milliseconds since the epoch; the control API moves what it tells. */
  readonly clock?: { now(): number };
}

/** Options of {@linkcode createSandboxHandler}. */
export interface SandboxHandlerOptions extends SandboxBehaviour {
  /** The origin that the handler believes to be served at; `http://127.0.0.1:8480` when left out. */
  readonly origin?: string;
  /** Waits for a scripted delay, in milliseconds; without it such delays are skipped. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** A sandbox without a socket. */
export interface SandboxHandler {
  /** The origin of every address in its answers. */
  readonly origin: string;
  /** The world, after checks. */
  readonly world: WorldSeed;
  /** The file that the copy of the Azure Arc agent asks for. */
  readonly arcKey: ArcKey;
  /** Scripted outcomes, time, recorded requests. */
  readonly control: SandboxControl;
  /**
   * Answers one request.
   *
   * @param request addressed to the origin
   * @returns the answer; it never rejects for what a client did wrong
   */
  fetch(request: Request): Promise<Response>;
}

/**
 * Makes the authority as a plain function from request to response.
 *
 * @param options behaviour, and the origin to appear at
 * @returns the handler and its control
 * @throws {TypeError} when the world cannot work
 * @throws {RangeError} when a number of seconds is not positive
 * @see https://www.rfc-editor.org/rfc/rfc6749
 */
export function createSandboxHandler(
  options: SandboxHandlerOptions = {},
): SandboxHandler {
  const authority = createAuthority(options);
  const recorder = createRecorder(authority.clock);
  const scripts = createScriptQueue();
  const control = createControl(authority, { recorder, scripts });
  const app = new Hono<{ Variables: Variables }>();
  const routing = {
    authority,
    scripted: scriptedRoute(scripts, options.sleep),
  };
  app.use(observe(authority, recorder));
  app.use(crossOrigin(authority));
  app.route("/_sandbox", controlRoutes(control, authority.origin));
  documentRoutes(app, routing);
  tokenRoutes(app, routing);
  personRoutes(app, routing);
  apiRoutes(app, routing);
  externalRoutes(app, routing);
  identityRoutes(app, routing);
  app.onError(answerFailure);
  return {
    origin: authority.origin,
    control,
    world: authority.directory.world,
    arcKey: authority.settings.arcKey,
    fetch: async (request) => await app.fetch(request),
  };
}

function createAuthority(options: SandboxHandlerOptions): Authority {
  const source = options.clock;
  return {
    origin: options.origin ?? "http://127.0.0.1:8480",
    clock: createClock(source === undefined ? undefined : () => source.now()),
    // Not `??`: a seed that is null is a mistake, not left out.
    directory: createDirectory(
      options.world === undefined ? DEFAULT_WORLD : options.world,
    ),
    store: createStore(),
    keys: createKeyRing(),
    settings: {
      deviceIntervalSeconds: positive(
        "deviceIntervalSeconds",
        options.deviceIntervalSeconds ?? 5,
      ),
      deviceExpiresInSeconds: positive(
        "deviceExpiresInSeconds",
        options.deviceExpiresInSeconds ?? 900,
      ),
      strictRefresh: options.strictRefresh ?? false,
      strictAssertions: options.strictAssertions ?? false,
      arcKey: options.arcKey ?? ARC_KEY,
      autoApprove: options.autoApprove,
    },
  };
}

function positive(name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot start the sandbox: "${name}" is not a positive number`,
  );
}
