import {
  type AcquireOptions,
  createClient,
} from "../../../src/engine/client.ts";
import type { FlowEvent } from "../../../src/engine/events.ts";
import type { FlowName } from "../../../src/engine/flows/flow_names.ts";
import type { CommandOutcome } from "../../../src/engine/ports/mod.ts";
import { Secret } from "../../../src/engine/secret.ts";
import {
  EMPTY_TRACE,
  type Trace,
  traced,
} from "../../../src/engine/trace/mod.ts";
import { fakePorts, type FakeWorld } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  halfHash,
  idToken,
  ISSUED_AT,
  OID,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../../support/tokens.ts";

/** One flow as a test runs it. */
export interface Play {
  readonly world: FakeWorld;
  readonly scopes: readonly string[];
  readonly asked?: AcquireOptions;
  readonly hasSecret?: boolean;
}

const USER = ["https://graph.microsoft.com/User.Read"];
const APP = ["https://graph.microsoft.com/.default"];
/** What no trace may have in it, wherever it was sent, answered or typed. */
export const SECRETS: readonly string[] = [
  "the-access-token",
  "the-refresh-token",
  "the-device-code",
  "ABCD-EFGH",
  "the-code",
  "the-client-secret",
  "the-password",
  "an-old-refresh-token",
  "the-state-of-this-sign-in",
];

let nonce: string | null = null;

function signedIn(members: Record<string, unknown> = {}) {
  return () =>
    tokenAnswer({
      refresh_token: "the-refresh-token",
      id_token: idToken({ ...(nonce === null ? {} : { nonce }) }),
      ...members,
    });
}

function page(url: URL): Record<string, string> {
  const { searchParams } = url;
  nonce = searchParams.get("nonce");
  const asked = (searchParams.get("response_type") ?? "").split(" ");
  const state = searchParams.get("state") ?? "";
  const hasCode = asked.includes("code");
  const hasToken = asked.includes("token");
  const token = { access_token: "the-access-token", token_type: "Bearer" };
  return {
    ...(hasCode ? { code: "the-code" } : {}),
    ...(hasToken ? { ...token, expires_in: "3599" } : {}),
    ...(asked.includes("id_token")
      ? {
        id_token: idToken({
          nonce,
          ...(hasCode ? { c_hash: halfHash("the-code") } : {}),
          ...(hasToken ? { at_hash: halfHash("the-access-token") } : {}),
        }),
      }
      : {}),
    state,
  };
}

function deviceReplies(...polls: readonly (() => Response)[]) {
  return [
    Response.json({
      device_code: "the-device-code",
      user_code: "ABCD-EFGH",
      verification_uri: "https://microsoft.com/devicelogin",
      expires_in: 900,
      interval: 5,
      message: "Enter the code ABCD-EFGH",
    }),
    ...polls,
  ];
}

const pending = () => entraError("authorization_pending", { code: 70016 });
const browser = { visit: page, replies: [signedIn()] };
const state = "the-state-of-this-sign-in";
const borrowedToken = unsignedToken({ appid: CLIENT, oid: OID, tid: TENANT });

function toolAnswer(): CommandOutcome {
  const stdout = JSON.stringify({
    accessToken: borrowedToken,
    token: borrowedToken,
    expires_on: ISSUED_AT / 1000 + 600,
    expiresOn: new Date(ISSUED_AT + 600_000).toISOString(),
    tenant: TENANT,
  });
  return { type: "ended", success: true, stdout, stderr: "" };
}

const TOOL: Play = { world: { command: toolAnswer }, scopes: APP };

/** Every flow, going well. */
export const PLAYS: () => Readonly<Record<FlowName, Play>> = () => ({
  "interactive": {
    world: { ...browser },
    scopes: USER,
    asked: { state, loginHint: "ada@contoso.example" },
  },
  "authorization-code": {
    world: { ...browser },
    scopes: USER,
    asked: { state },
    hasSecret: true,
  },
  "hybrid": { world: { ...browser }, scopes: USER, asked: { state } },
  "implicit": { world: { visit: page }, scopes: USER, asked: { state } },
  "device-code": {
    world: {
      replies: deviceReplies(
        pending,
        pending,
        () => entraError("slow_down"),
        pending,
        () => {
          nonce = null;
          return signedIn()();
        },
      ),
    },
    scopes: USER,
  },
  "client-credentials": {
    world: { replies: [tokenAnswer()] },
    scopes: APP,
    hasSecret: true,
  },
  "on-behalf-of": {
    world: { replies: [tokenAnswer({ refresh_token: "the-refresh-token" })] },
    scopes: USER,
    asked: {
      assertion: new Secret(unsignedToken({
        aud: CLIENT,
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        exp: ISSUED_AT / 1000 + 3600,
        scp: "access_as_user",
        oid: OID,
        tid: TENANT,
      })),
    },
    hasSecret: true,
  },
  "refresh-token": {
    world: { replies: [tokenAnswer({ refresh_token: "the-refresh-token" })] },
    scopes: USER,
    asked: { refreshToken: new Secret("an-old-refresh-token") },
  },
  "password": {
    world: {
      replies: [() => {
        nonce = null;
        return signedIn()();
      }],
    },
    scopes: USER,
    asked: {
      username: "ada@contoso.example",
      password: new Secret("the-password"),
    },
  },
  "managed-identity": {
    world: {
      replies: [
        new Response("", { status: 503 }),
        Response.json({
          access_token: "the-access-token",
          client_id: CLIENT,
          expires_in: "86399",
          expires_on: String(ISSUED_AT / 1000 + 86_399),
          resource: "https://graph.microsoft.com",
          token_type: "Bearer",
        }),
      ],
    },
    scopes: APP,
  },
  "azure-cli": TOOL,
  "azure-powershell": TOOL,
  "azd": TOOL,
});

/** What a flow came to. */
export interface Played {
  readonly trace: Trace;
  readonly events: readonly FlowEvent[];
}

/** Runs a flow and traces it. */
export async function playFlow(flow: FlowName, play: Play): Promise<Played> {
  nonce = null;
  const ports = fakePorts(play.world);
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    ...(play.hasSecret
      ? {
        auth: { type: "secret", secret: new Secret("the-client-secret") },
      } as const
      : {}),
  }, ports);
  const run = client.run(flow, play.scopes, { ...play.asked, flow });
  const events: FlowEvent[] = [];
  let trace = EMPTY_TRACE;
  const now = () => ports.clock.now();
  try {
    for (let next = await run.next();; next = await run.next()) {
      if (next.done) {
        trace = traced(trace, { end: { token: next.value }, at: now() });
        return { trace, events };
      }
      events.push(next.value);
      trace = traced(trace, { event: next.value, at: now() });
      ports.clock.advance(7);
    }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    trace = traced(trace, { end: { failure }, at: now() });
    return { trace, events };
  }
}

/** A device code that the user refuses. */
export const DECLINED: () => Play = () => ({
  world: {
    replies: deviceReplies(
      pending,
      () => entraError("authorization_declined", { code: 70018 }),
    ),
  },
  scopes: USER,
});
