import type { FlowName } from "../../../src/engine/flows/flow_names.ts";
import { type Claims, keySet, signIdToken, type Signing } from "./id_tokens.ts";

/** An answer: members that differ from the right ones, or a whole answer. */
type Answer = Readonly<Record<string, unknown>> | (() => Response | Error);

/** What is wrong. */
export interface Misbehaviour {
  /** The flow that meets it. */
  readonly flow: FlowName | "hybrid" | "implicit";
  /** What the browser brings back. */
  readonly redirect?: Readonly<Record<string, string | undefined>>;
  /** The same, letter for letter; `STATE` stands for the right one. */
  readonly rawRedirect?: string;
  /** Claims of the ID token that differ; `undefined` leaves one out. */
  readonly idToken?: Claims;
  /** How the ID token is signed; by the authority's key when left out. */
  readonly signing?: Signing;
  /** The token endpoint's answer. */
  readonly token?: Answer;
  /** Several answers of the token endpoint; the last one stays. */
  readonly polls?: readonly Answer[];
  /** The device authorization endpoint's answer. */
  readonly device?: Answer;
  /** The key set. */
  readonly keys?: () => Response;
}

/** What the server hands out when nothing is wrong with it. */
export const ACCESS_TOKEN = "the-access-token-of-the-server";

function answerOf(answer: Answer, usual: Record<string, unknown>): Response {
  if (typeof answer !== "function") {
    return Response.json({ ...usual, ...answer });
  }
  const whole = answer();
  if (whole instanceof Error) throw whole;
  return whole;
}

/** The network: one authority, wrong in one thing. */
export function serve(wrong: Misbehaviour) {
  const polls = [...wrong.polls ?? []];
  let nonce: string | null = null;
  const idToken = (beside: Claims = {}) =>
    signIdToken(
      { ...nonce === null ? {} : { nonce }, ...beside, ...wrong.idToken },
      wrong.signing,
    );

  async function fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/keys")) {
      return wrong.keys?.() ?? Response.json(await keySet());
    }
    if (pathname.endsWith("/devicecode")) {
      return answerOf(wrong.device ?? {}, {
        device_code: "the-device-code",
        user_code: "FKWX3RTPZ",
        verification_uri: "https://microsoft.com/devicelogin",
        expires_in: 900,
        interval: 5,
      });
    }
    const user = wrong.flow === "client-credentials"
      ? {}
      : { id_token: await idToken(), refresh_token: "the-refresh-token" };
    const next = polls.length > 1 ? polls.shift() : polls[0];
    return answerOf(next ?? wrong.token ?? {}, {
      token_type: "Bearer",
      expires_in: 3600,
      access_token: ACCESS_TOKEN,
      ...user,
    });
  }

  async function redirected(url: URL): Promise<URLSearchParams> {
    nonce = url.searchParams.get("nonce");
    const state = url.searchParams.get("state") ?? "";
    if (wrong.rawRedirect !== undefined) {
      return new URLSearchParams(wrong.rawRedirect.replace("STATE", state));
    }
    const fields = {
      state,
      ...await frontChannel(wrong.flow, idToken),
      ...wrong.redirect,
    };
    return new URLSearchParams(
      Object.entries(fields).filter((pair): pair is [string, string] =>
        pair[1] !== undefined
      ),
    );
  }
  return { fetch, redirected };
}

/** What comes through the browser in each flow. */
async function frontChannel(
  flow: Misbehaviour["flow"],
  idToken: (beside?: Claims) => Promise<string>,
): Promise<Record<string, string>> {
  if (flow === "hybrid") {
    const id_token = await idToken({ c_hash: await halfHash("the-code") });
    return { code: "the-code", id_token };
  }
  if (flow === "implicit") {
    const id_token = await idToken({ at_hash: await halfHash(ACCESS_TOKEN) });
    return {
      access_token: ACCESS_TOKEN,
      token_type: "Bearer",
      expires_in: "3600",
      id_token,
    };
  }
  return { code: "the-code" };
}

/** OpenID Connect Core, 3.3.2.11: the left half of the hash. */
export async function halfHash(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest, 0, 16)
    .toBase64({ alphabet: "base64url", omitPadding: true });
}
