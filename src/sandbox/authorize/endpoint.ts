/**
 * The authorization endpoint: what is wrong with a request and who is told, and the code. May import the
 * sandbox's stores and pages, and nothing of hono.
 *
 * @module
 */
import type { Authority } from "../authority.ts";
import { epochSeconds } from "../clock.ts";
import { giveConsent, needsConsent } from "../consent.ts";
import { readParameters } from "../parameters.ts";
import { EntraRefusal, refusal, renamed } from "../refusals.ts";
import { methodsOf } from "../sign_in/methods.ts";
import {
  openInteraction,
  signedInAt,
  signIn,
  type Visit,
} from "../sign_in/visit.ts";
import { proceedSignedIn } from "../sign_in/steps.ts";
import type { SignedIn } from "../store.ts";
import { checkSecondFactor } from "../token/issue.ts";
import { answerSignedIn } from "./answer.ts";
import {
  type AuthorizeRequest,
  readAuthorizeRequest,
  readReturnAddress,
} from "./request.ts";
import { returnRefusal } from "./response.ts";

/**
 * The authorization endpoint.
 *
 * @throws {EntraRefusal} for what is shown on a page and never redirected
 */
export async function answerAuthorize(
  visit: Visit,
  { tenant, query, scripted }: {
    tenant: string;
    query: string;
    /** An outcome to give in place of the real one. */
    scripted: EntraRefusal | undefined;
  },
): Promise<Response> {
  const { authority } = visit;
  const parameters = readParameters(query);
  const address = readReturnAddress(authority, { tenant, parameters });
  try {
    if (scripted !== undefined) throw scripted;
    const request = await readAuthorizeRequest(authority, {
      address,
      parameters,
    });
    return await answerRequest(visit, request);
  } catch (error) {
    if (!(error instanceof EntraRefusal) || isBlockPage(error)) throw error;
    return returnRefusal(address, { refusal: error, trace: visit.trace });
  }
}

// Conditional Access shows its block to the person; only a silent request is told.
function isBlockPage({ code, error }: EntraRefusal): boolean {
  return code === 53003 && error !== "interaction_required";
}

async function answerRequest(
  visit: Visit,
  request: AuthorizeRequest,
): Promise<Response> {
  const { authority } = visit;
  const purpose = { kind: "authorize", request } as const;
  const { prompt } = request;
  const known = usable(visit, request);
  if (prompt.has("none")) return await silent(visit, { request, known });
  const someone = autoApprover(authority, request);
  if (someone !== undefined) {
    const { client, scope } = request;
    giveConsent(authority, { client, user: someone, scope });
    const amr = methodsOf(someone, request.claims);
    const signedIn = signIn(visit, { user: someone, amr });
    return await answerSignedIn(authority, {
      request,
      signedIn,
      session: visit.browser.session,
    });
  }
  const [only, ...others] = known;
  if (prompt.has("login") || only === undefined) {
    return await openInteraction(visit, {
      purpose,
      stage: "sign_in",
    });
  }
  if (prompt.has("select_account") || others.length > 0) {
    return await openInteraction(visit, { purpose, stage: "pick" });
  }
  return await proceedSignedIn(visit, { purpose, signedIn: only });
}

/** The signed-in users whom the hint and `max_age` leave. */
function usable(
  visit: Visit,
  request: AuthorizeRequest,
): readonly SignedIn[] {
  const { loginHint, maxAgeSeconds } = request;
  const now = epochSeconds(visit.authority.clock);
  const purpose = { kind: "authorize", request } as const;
  return signedInAt(visit, { purpose }).filter(
    ({ user, authTime }) =>
      !user.disabled &&
      (loginHint === undefined ||
        user.username.toLowerCase() === loginHint.toLowerCase()) &&
      (maxAgeSeconds === undefined || now - authTime <= maxAgeSeconds),
  );
}

/** `prompt=none`: an answer without a page, or a refusal by the names of OpenID Connect Core, 3.1.2.6. */
function silent(
  { authority, browser }: Visit,
  { request, known }: { request: AuthorizeRequest; known: readonly SignedIn[] },
): Promise<Response> {
  const [signedIn, ...others] = known;
  if (signedIn === undefined) throw refusal(50058);
  if (others.length > 0) throw refusal(16000);
  const { client, scope } = request;
  const { user } = signedIn;
  if (user.blocked_flows?.includes("authorization_code")) {
    throw renamed(refusal(53003), "interaction_required");
  }
  if (needsConsent(authority, { client, user, scope })) {
    const missing = refusal(65001, {
      client_id: client.client_id,
      resource: scope.resources[0]?.identifier ?? "",
    });
    throw renamed(missing, "consent_required");
  }
  checkSecondFactor({ claims: request.claims, amr: signedIn.amr });
  return answerSignedIn(authority, {
    request,
    signedIn,
    session: browser.session,
  });
}

function autoApprover(
  { directory, settings }: Authority,
  request: AuthorizeRequest,
) {
  const { loginHint, path } = request;
  const username = settings.autoApprove?.username;
  if (username === undefined) return undefined;
  const user = directory.user(loginHint ?? username) ??
    directory.user(username);
  if (user === undefined) throw refusal(50034, { username, tenant: path.key });
  if (user.disabled) throw refusal(50057);
  directory.identity(user, request);
  if (user.blocked_flows?.includes("authorization_code")) throw refusal(53003);
  return user;
}
