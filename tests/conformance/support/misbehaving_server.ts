/**
 * An authority that is right in everything but what a test changes, and the check that the client notices. Each
 * file of this folder is named after one way in which a server can be wrong; what they share is here. It may import
 * the engine, and the fakes of `tests/support`, and needs no permission.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  type AcquiredToken,
  createClient,
} from "../../../src/engine/client.ts";
import { AuthError, type AuthErrorCode } from "../../../src/engine/errors.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import type { FlowName } from "../../../src/engine/flows/flow_names.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { type FakePorts, fakePorts } from "../../support/fake_ports.ts";
import { CLIENT, TENANT } from "../../support/tokens.ts";
import { ACCESS_TOKEN, type Misbehaviour, serve } from "./server.ts";

/** What has to come of it. */
export interface Verdict {
  /** Why the client refuses. */
  readonly code: AuthErrorCode;
  /** What of the engine this waits for. */
}

const APP_SCOPE = ["https://graph.microsoft.com/.default"];
const USER_SCOPE = ["User.Read"];
/** What no error may tell. */
const SECRETS = [ACCESS_TOKEN, "the-secret", "the-code", "the-refresh-token"];

function portsOf(wrong: Misbehaviour): FakePorts {
  const { fetch, redirected } = serve(wrong);
  // ID tokens are measured by this clock, or else by the system's.
  const ports = fakePorts({ start: Date.now() });
  return {
    ...ports,
    fetch,
    redirect: {
      open() {
        let url: URL | undefined;
        return Promise.resolve({
          redirectUri: "http://localhost:50001",
          method: "loopback",
          responseMode: "form_post",
          offer(authorizationUrl) {
            url = authorizationUrl;
            return undefined;
          },
          async receive() {
            assert.ok(url);
            return { parameters: await redirected(url), hasState: true };
          },
          close: () => Promise.resolve(),
        });
      },
    },
  };
}

/** A client before the authority that misbehaves. */
export function clientOf(wrong: Misbehaviour) {
  const flow = wrong.flow as FlowName;
  const isApp = flow === "client-credentials";
  const scopes = isApp ? APP_SCOPE : USER_SCOPE;
  const ports = portsOf(wrong);
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    ...(isApp
      ? { auth: { type: "secret", secret: new Secret("the-secret") } }
      : {}),
  }, ports);
  return {
    client,
    ports,
    run: () => complete(client.run(flow, scopes)),
    scopes,
  };
}

function register(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

/**
 * Registers the test that a client refuses an answer with its code, keeps nothing of it and tells no secret.
 *
 * @param what completes `client.run(…) refuses …`
 */
export function refuses(
  what: string,
  { code, ...wrong }: Misbehaviour & Verdict,
): void {
  const name = `client.run("${wrong.flow}") refuses ${what} with ${code}`;
  register(name, async () => {
    const { client, run, scopes } = clientOf(wrong);
    const outcome = await run().catch((error: unknown) => error);
    assert.ok(outcome instanceof AuthError, describe(outcome));
    assert.equal(outcome.code, code, outcome.message);
    assert.ok(outcome.hint, "The error has no hint");
    assert.equal(client.peek(scopes, wrong.flow as FlowName), undefined);
    await assertNothingKept(client, scopes);
    const told = `${outcome.message} ${outcome.hint}`;
    for (const secret of SECRETS) assert.ok(!told.includes(secret), told);
  });
}

function describe(outcome: unknown): string {
  return outcome instanceof Error
    ? `Not an AuthError: ${outcome.stack}`
    : "The client accepted the answer";
}

/** Neither a token nor a refresh token is left to answer silently. */
async function assertNothingKept(
  client: ReturnType<typeof createClient>,
  scopes: readonly string[],
): Promise<void> {
  const silent = client.getToken(scopes, {
    flow: "interactive",
    noInteraction: true,
  });
  await assert.rejects(silent, { code: "interaction_required" });
}

/** Registers the test that a client takes an answer that only looks wrong. */
export function accepts(
  what: string,
  { check, accessToken = ACCESS_TOKEN, ...odd }: Misbehaviour & {
    /** What the client has to hand out; the server's usual token when left out. */
    readonly accessToken?: string;
    readonly check?: (token: AcquiredToken, ports: FakePorts) => void;
  },
): void {
  register(`client.run("${odd.flow}") accepts ${what}`, async () => {
    const { run, ports } = clientOf(odd);
    const token = await run();
    assert.equal(token.accessToken, accessToken);
    check?.(token, ports);
  });
}

/** The authority will not take this refresh token again. */
const REFUSED_FOR_GOOD = ["interaction_required", "authentication_refused"];

/** Registers the test that a refresh is refused and the user's earlier token stays as it was. */
export function refusesRefresh(
  what: string,
  { code, ...wrong }: Omit<Misbehaviour, "flow"> & Verdict,
): void {
  register(
    `client.run("refresh-token") refuses ${what} with ${code}`,
    async () => {
      const state: { wrong: Misbehaviour } = { wrong: { flow: "device-code" } };
      const { client, run, scopes } = clientOf(changing(state));
      const first = await run();
      state.wrong = { ...wrong, flow: "device-code" };
      const again = complete(client.run("refresh-token", scopes));
      await assert.rejects(again, { name: /AuthError|ServerError/, code });
      const { refreshToken: _first, ...token } = first;
      const { refreshToken: left, ...kept } = client.peek(scopes) ?? {};
      assert.deepEqual(kept, token);
      assert.equal(left !== undefined, !REFUSED_FOR_GOOD.includes(code));
    },
  );
}

/** Reads its members anew each time, so that a server can turn bad. */
function changing(state: { wrong: Misbehaviour }): Misbehaviour {
  return new Proxy(state.wrong, {
    get: (_first, name) => Reflect.get(state.wrong, name),
  });
}
