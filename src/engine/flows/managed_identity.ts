import { parseChallenges } from "../entra/challenge.ts";
import {
  readIdentityRefusal,
  readIdentityToken,
} from "../entra/managed_identity_answer.ts";
import {
  checkArcKeyPath,
  findIdentitySource,
  identityParameters,
  isHeaderText,
  type ManagedIdentityId,
  type ManagedIdentitySource,
} from "../entra/managed_identity_source.ts";
import { resourceOfApp } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";
import type { ExchangeEvent, ManagedIdentityEvent } from "../events.ts";
import type { Fetch, Ports } from "../ports/mod.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import { toServerError } from "../protocol/failure.ts";
import { identityPause } from "../protocol/managed_identity_retry.ts";
import { step } from "../protocol/step.ts";
import { createWire, type Wire } from "../protocol/wire.ts";
import type { Token } from "../token.ts";

/** What {@linkcode managedIdentity} may be asked for. */
export interface ManagedIdentityRequest {
  /** One `<resource>/.default`. */
  readonly scopes: readonly string[];
  /** A user-assigned identity; the machine's own when none is named. */
  readonly identity?: ManagedIdentityId;
}

/** What a managed identity needs of the world. */
export type ManagedIdentityPorts = Pick<Ports, "clock" | "managedIdentity">;

const ACTION = "Cannot get a token of the managed identity";

/** One run's fixed parts. */
interface Run {
  readonly source: ManagedIdentitySource;
  readonly parameters: URLSearchParams;
  readonly ports: ManagedIdentityPorts;
  readonly wire: Wire;
}

async function send(
  { source, parameters, wire }: Run,
  authorization?: string,
): Promise<Response> {
  const url = new URL(source.endpoint);
  const isForm = source.method === "POST";
  if (!isForm) {
    for (const [name, value] of parameters) url.searchParams.set(name, value);
  }
  try {
    return await wire.send("managed_identity", url.href, {
      method: source.method,
      headers: {
        ...source.headers,
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(isForm ? { body: parameters } : {}),
      keeps: (status) => status !== 200,
    });
  } catch (error) {
    throw unreachable(error, source);
  }
}

/** Headers by which a request proves that it is made on the machine. */
const PROOFS = ["x-identity-header", "secret", "authorization"];
/** Shorter ones are too common to be looked for. */
const SHORTEST_PROOF = 6;

/** Whoever answers may repeat what was sent, and what it says is shown. */
function withoutProofs(fetch: Fetch): Fetch {
  return async (request) => {
    const response = await fetch(request);
    const { status, statusText, headers, body } = response;
    if (body === null) return response;
    const text = PROOFS.map((name) => request.headers.get(name) ?? "")
      .map((value) => value.replace(/^Basic /, ""))
      .filter((value) => value.length >= SHORTEST_PROOF)
      // A proof with a quote in it is written with a backslash in JSON.
      .flatMap((proof) => [proof, JSON.stringify(proof).slice(1, -1)])
      .reduce(
        (rest, proof) => rest.replaceAll(proof, "[redacted]"),
        await response.text(),
      );
    return new Response(text, { status, statusText, headers });
  };
}

/** Off Azure nobody listens at these addresses, which is no fault of the network. */
function unreachable(error: unknown, source: ManagedIdentitySource): unknown {
  const isAway = error instanceof AuthError &&
    (error.code === "network_error" || error.code === "timed_out");
  if (!isAway) return error;
  return new AuthError(
    "managed_identity_unavailable",
    `${ACTION}: ${source.title} does not answer`,
    {
      cause: error,
      hint:
        "A managed identity exists on Azure's own machines only, once it is switched on there; elsewhere use another flow",
    },
  );
}

/** Azure Arc proves that the asker may read the machine's files, by a key in one of them. */
async function answerArc(run: Run, refused: Response): Promise<Response> {
  const { managedIdentity: host } = run.ports;
  const realm = parseChallenges(refused.headers.get("www-authenticate") ?? "")
    .find(({ scheme }) => scheme === "basic")?.parameters.get("realm");
  const path = checkArcKeyPath(realm, host.arcTokenFolder);
  let key: string;
  try {
    key = (await host.readArcKey(path)).reveal().trim();
    if (!isHeaderText(key)) throw new Error("It is not the text of a key");
  } catch (error) {
    throw new AuthError(
      "managed_identity_unavailable",
      `${ACTION}: the challenge of Azure Arc cannot be read`,
      {
        cause: error,
        hint:
          "Run it as a member of the group himds (Linux) or as an administrator (Windows)",
      },
    );
  }
  return await send(run, `Basic ${key}`);
}

function attempt(run: Run): AsyncGenerator<ExchangeEvent, Response> {
  return step(run.wire, {
    action: ACTION,
    async run() {
      const response = await send(run);
      return run.source.name === "arc" && response.status === 401
        ? await answerArc(run, response)
        : response;
    },
  });
}

/**
 * Gets a token of the identity that Azure gave this machine: a virtual
 * machine, App Service, Functions, Container Apps, Machine Learning, Azure Arc
 * or Cloud Shell. Nothing leaves the machine, and no proxy is asked.
 *
 * @param request The API, and a user-assigned identity.
 * @param ports The machine and the time.
 * @param options The signal that ends the run.
 * @returns Events, then the token.
 * @throws {AuthError} `managed_identity_unavailable` off Azure, `invalid_scope`, `invalid_parameter`, or what the endpoint refused.
 * @see {@link https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token | Get a token on a virtual machine}
 */
export async function* managedIdentity(
  request: ManagedIdentityRequest,
  ports: ManagedIdentityPorts,
  { signal }: FlowOptions = {},
): AsyncGenerator<ManagedIdentityEvent, Token> {
  const { scopes, identity } = request;
  const { clock, managedIdentity: host } = ports;
  const resource = resourceOfApp(scopes);
  const source = await findIdentitySource(host);
  const parameters = identityParameters(source, { resource, identity });
  const fetch = withoutProofs(host.fetch);
  const wire = createWire({ fetch, clock }, signal);
  const run: Run = { source, parameters, ports, wire };
  for (let count = 1;; count++) {
    const response = yield* attempt(run);
    const { status, headers } = response;
    const now = clock.now();
    if (status === 200) {
      return readIdentityToken(await response.json(), { scopes, now });
    }
    const text = await response.text();
    const details = readIdentityRefusal(text, { status, headers, now });
    const pauseMs = identityPause(source.name, { details, count });
    if (pauseMs === undefined) throw await toServerError(details, ACTION);
    yield {
      type: "connection_lost",
      attempt: count,
      reason: `${source.title} is not ready (HTTP ${status})`,
      nextPollAt: now + pauseMs,
    };
    await clock.sleep(pauseMs, signal);
  }
}
