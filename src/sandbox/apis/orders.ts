import type { JWTPayload } from "jose";
import type { Authority } from "../authority.ts";
import {
  answerApi,
  ApiRefusal,
  type ApiRequest,
  bearerClaims,
  canAnswerChallenges,
  forbidden,
} from "./bearer.ts";

const ORDERS = [
  { id: 1001, item: "Espresso cups", pieces: 24 },
  { id: 1002, item: "Filter paper", pieces: 400 },
];
/** The authentication context that approving needs. */
const CONTEXT = "c1";

/** `GET /api/orders`: for a user with `Orders.Read` or `access_as_user`, or an application with a role. */
export function orders(
  authority: Authority,
  request: ApiRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond: (claims) => ({ caller: callerOf(claims), value: ORDERS }),
  });
}

/** `POST /api/orders/approvals`: only for somebody who used a second factor (authentication context `c1`). */
export function approveOrders(
  authority: Authority,
  request: ApiRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond(claims) {
      const contexts = claims["acrs"];
      if (Array.isArray(contexts) && contexts.includes(CONTEXT)) {
        return { caller: callerOf(claims), approved: ORDERS.length };
      }
      if (!canAnswerChallenges(claims)) {
        throw forbidden(`The authentication context '${CONTEXT}' is missing.`);
      }
      throw new ApiRefusal(
        `The authentication context '${CONTEXT}' is missing.`,
        {
          status: 401,
          code: "InvalidAuthenticationToken",
          claims: { acrs: { essential: true, value: CONTEXT } },
        },
      );
    },
  });
}

function answer(
  authority: Authority,
  { authorization, trace, respond }: ApiRequest & {
    respond: (claims: JWTPayload) => Record<string, unknown>;
  },
): Promise<Response> {
  const api = authority.directory.world.apis.find(({ sample }) => sample);
  return answerApi(authority, {
    api,
    trace,
    async respond() {
      const claims = await bearerClaims(authority, { authorization, api });
      const scopes = String(claims["scp"] ?? "").split(" ");
      const allowed = Array.isArray(claims["roles"]) ||
        scopes.includes("Orders.Read") || scopes.includes("access_as_user");
      if (!allowed) throw forbidden("The token has no permission for orders.");
      return respond(claims);
    },
  });
}

function callerOf(claims: JWTPayload): unknown {
  return claims["preferred_username"] ?? claims["upn"] ?? claims["azp"] ??
    claims["appid"];
}
