// Graph's applications and service principals, as far as programs that set up sign-ins read and change them.
import type { JWTPayload } from "jose";
import type { Authority } from "../authority.ts";
import { randomValue } from "../random.ts";
import type { AddedSecret } from "../store.ts";
import {
  answerApi,
  ApiRefusal,
  type ApiRequest,
  bearerClaims,
  forbidden,
} from "./bearer.ts";
import {
  badRequest,
  type CollectionQuery,
  type Entity,
  pageOf,
  selected,
} from "./odata.ts";
import {
  applicationEntity,
  graphTime,
  objectIdOf,
  type Registration,
  registrationsOf,
  servicePrincipalEntity,
  shownSecret,
} from "./registration.ts";

const READERS = [
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Application.ReadWrite.OwnedBy",
  "Directory.Read.All",
];
const ADMINISTRATORS = [
  "Application Administrator",
  "Cloud Application Administrator",
  "Global Administrator",
];
/** A secret lives for two years when the request does not say how long. */
const USUAL_MS = 730 * 86_400_000;

/** Which object a path names. */
export type ObjectKey =
  | { readonly id: string }
  | { readonly appId: string };

/** Permissions of the token: those of the client itself, or of the user through it. */
function permissionsOf(claims: JWTPayload): readonly string[] {
  const roles = claims["roles"];
  return claims["scp"] === undefined
    ? Array.isArray(roles) ? roles.map(String) : []
    : String(claims["scp"]).split(" ");
}

function insufficient(): ApiRefusal {
  return forbidden("Insufficient privileges to complete the operation.");
}

function checkReader(claims: JWTPayload): void {
  const permissions = permissionsOf(claims);
  if (!permissions.some((name) => READERS.includes(name))) {
    throw insufficient();
  }
}

/** A user needs a directory role or has to own the registration; a client needs the permission alone. */
function checkWriter(
  { directory }: Authority,
  { claims, registration }: {
    claims: JWTPayload;
    registration: Registration;
  },
): void {
  const permissions = permissionsOf(claims);
  const mayAll = permissions.includes("Application.ReadWrite.All");
  if (claims["scp"] === undefined) {
    const isOwn = claims["appid"] === registration.client_id &&
      permissions.includes("Application.ReadWrite.OwnedBy");
    if (mayAll || isOwn) return;
    throw insufficient();
  }
  const oid = String(claims["oid"]);
  const user = directory.world.users.find((each) => each.oid === oid);
  const isAllowed = registration.owners?.includes(oid) ||
    user?.directory_roles?.some((role) => ADMINISTRATORS.includes(role));
  if (!mayAll || !isAllowed) throw insufficient();
}

function notFound(key: ObjectKey): ApiRefusal {
  const name = "id" in key ? key.id : key.appId;
  return new ApiRefusal(
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
    { status: 404, code: "Request_ResourceNotFound" },
  );
}

async function find(
  registrations: readonly Registration[],
  key: ObjectKey,
): Promise<Registration> {
  for (const each of registrations) {
    const [known, wanted] = "appId" in key
      ? [each.client_id, key.appId]
      : [await objectIdOf(each), key.id];
    if (known.toLowerCase() === wanted.toLowerCase()) return each;
  }
  throw notFound(key);
}

interface Caller {
  readonly claims: JWTPayload;
  readonly registrations: readonly Registration[];
  /** The beginning of `@odata.context`. */
  readonly context: string;
}

function answer(
  authority: Authority,
  { authorization, trace, respond }: ApiRequest & {
    respond: (caller: Caller) => Promise<Entity>;
  },
): Promise<Response> {
  const api = authority.directory.graph();
  return answerApi(authority, {
    api,
    trace,
    async respond() {
      const claims = await bearerClaims(authority, { authorization, api });
      const registrations = registrationsOf(authority, String(claims["tid"]));
      const context = `${authority.origin}/v1.0/$metadata#`;
      return await respond({ claims, registrations, context });
    },
  });
}

/** `GET /v1.0/applications`. */
export function listApplications(
  authority: Authority,
  request: ApiRequest & { query: CollectionQuery },
): Promise<Response> {
  return answer(authority, {
    ...request,
    async respond({ claims, registrations, context }) {
      checkReader(claims);
      const entities = await Promise.all(
        registrations.map((each) => applicationEntity(authority, each)),
      );
      return pageOf(entities, {
        query: request.query,
        context: `${context}applications`,
      });
    },
  });
}

/** `GET /v1.0/applications/{id}` and `/v1.0/applications(appId='{id}')`. */
export function readApplication(
  authority: Authority,
  request: ApiRequest & { key: ObjectKey; url: URL },
): Promise<Response> {
  return answer(authority, {
    ...request,
    async respond({ claims, registrations, context }) {
      checkReader(claims);
      const found = await find(registrations, request.key);
      const entity = await applicationEntity(authority, found);
      const select = request.url.searchParams.get("$select");
      return {
        "@odata.context": `${context}applications/$entity`,
        ...selected(entity, select),
      };
    },
  });
}

/** `GET /v1.0/servicePrincipals(appId='{id}')`: an API, with the names of its permissions. */
export function readServicePrincipal(
  authority: Authority,
  request: ApiRequest & { appId: string; url: URL },
): Promise<Response> {
  return answer(authority, {
    ...request,
    async respond({ claims, context }) {
      checkReader(claims);
      const api = authority.directory.world.apis.find(({ id, tenant_id }) =>
        id.toLowerCase() === request.appId.toLowerCase() &&
        (tenant_id === undefined || tenant_id === claims["tid"])
      );
      if (api === undefined) throw notFound({ appId: request.appId });
      const select = request.url.searchParams.get("$select");
      return {
        "@odata.context": `${context}servicePrincipals/$entity`,
        ...selected(await servicePrincipalEntity(api), select),
      };
    },
  });
}

/** `POST …/addPassword`: a client secret, shown in this answer and never again. */
export function addPassword(
  authority: Authority,
  request: ApiRequest & { key: ObjectKey; body: string },
): Promise<Response> {
  const { store } = authority;
  return answer(authority, {
    ...request,
    async respond({ claims, registrations, context }) {
      const found = await find(registrations, request.key);
      checkWriter(authority, { claims, registration: found });
      const secret = newSecret(authority, request.body);
      const id = found.client_id.toLowerCase();
      store.addedSecrets.set(id, [
        ...store.addedSecrets.get(id) ?? [],
        secret,
      ]);
      return {
        "@odata.context": `${context}microsoft.graph.passwordCredential`,
        ...shownSecret(secret),
        secretText: secret.value,
      };
    },
  });
}

function newSecret({ clock }: Authority, body: string): AddedSecret {
  const { displayName, endDateTime } = credentialOf(body);
  const startsAt = clock.now();
  const endsAt = endDateTime === undefined
    ? startsAt + USUAL_MS
    : Date.parse(String(endDateTime));
  if (!(endsAt > startsAt)) {
    throw badRequest(
      `Key credential end date is invalid: it is before ${graphTime(startsAt)}`,
      "Request_BadRequest",
    );
  }
  return {
    keyId: crypto.randomUUID(),
    displayName: typeof displayName === "string" ? displayName : null,
    value: `sbx~${randomValue().slice(0, 36)}`,
    startsAt,
    endsAt,
  };
}

/** The one parameter of the action; without it everything is Graph's own choice. */
function credentialOf(body: string): Record<string, unknown> {
  try {
    const sent: unknown = body === "" ? {} : JSON.parse(body);
    const credential = (sent as Record<string, unknown>)["passwordCredential"];
    return typeof credential === "object" && credential !== null
      ? { ...credential }
      : {};
  } catch {
    throw badRequest("Unable to read JSON request payload.");
  }
}
