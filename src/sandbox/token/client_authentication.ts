import { checkClientAssertion } from "../assertions/client_assertion.ts";
import type { Authority } from "../authority.ts";
import type { TenantPath } from "../directory.ts";
import { optional, type Parameters } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import type { ClientSeed } from "../world.ts";
import type { Credential } from "./grant.ts";

/** What the client sent to say who it is, by header or by form. */
export interface ClientClaim {
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly assertion: string | undefined;
}

/**
 * Reads the client's id and credential. RFC 6749, 2.3: one method a request.
 *
 * @throws {EntraRefusal} 900144, 90023
 */
export function readClient(
  form: Parameters,
  authorization: string | undefined,
): ClientClaim {
  const basic = readBasic(authorization);
  const clientId = optional(form, "client_id") ?? basic?.clientId;
  if (clientId === undefined) throw refusal(900144, { parameter: "client_id" });
  if (
    basic !== undefined &&
    basic.clientId.toLowerCase() !== clientId.toLowerCase()
  ) {
    throw refusal(90023, {
      reason: "'client_id' differs from the client of the Authorization header",
    });
  }
  const assertion = readAssertion(form);
  const secret = optional(form, "client_secret");
  const methods = [basic, secret, assertion].filter((each) =>
    each !== undefined
  );
  if (methods.length > 1) {
    throw refusal(90023, {
      reason: "the client authenticates in more than one way",
    });
  }
  return { clientId, secret: secret ?? basic?.secret, assertion };
}

function readAssertion(form: Parameters): string | undefined {
  const assertion = optional(form, "client_assertion");
  const type = optional(form, "client_assertion_type");
  if (assertion === undefined && type === undefined) return undefined;
  if (assertion === undefined) {
    throw refusal(900144, { parameter: "client_assertion" });
  }
  if (type === undefined) {
    throw refusal(900144, { parameter: "client_assertion_type" });
  }
  if (type !== "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
    throw refusal(90023, {
      reason: `'client_assertion_type' has the unknown value '${type}'`,
    });
  }
  return assertion;
}

function readBasic(
  authorization: string | undefined,
): { clientId: string; secret: string } | undefined {
  if (authorization === undefined) return undefined;
  const encoded = authorization.match(/^Basic ([a-z0-9+/]+=*)$/i)?.[1];
  const unreadable = refusal(90023, {
    reason: "the Authorization header is not Basic with an id and a secret",
  });
  if (encoded === undefined) throw unreadable;
  try {
    const [id, ...rest] = atob(encoded).split(":");
    if (id === undefined || id === "" || rest.length === 0) throw unreadable;
    return { clientId: formDecoded(id), secret: formDecoded(rest.join(":")) };
  } catch {
    throw unreadable;
  }
}

// RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/**
 * Checks the credential against the registration.
 *
 * @throws {EntraRefusal} 700016, 700025, 7000218, 7000215, 7000222, and what an assertion may lack
 */
export async function authenticate(
  authority: Authority,
  { claim, path, spa = false }: {
    claim: ClientClaim;
    path: TenantPath;
    /** The grant belongs to a single-page application redirect, which makes the client public. */
    spa?: boolean;
  },
): Promise<{ client: ClientSeed; credential: Credential }> {
  const client = authority.directory.client(claim.clientId, path);
  const { secret, assertion } = claim;
  if (client.type === "public" || spa) {
    if (secret !== undefined || assertion !== undefined) {
      throw refusal(700025, { client_id: client.client_id });
    }
    return { client, credential: "none" };
  }
  if (assertion !== undefined) {
    await checkClientAssertion(authority, { assertion, client, path });
    return { client, credential: "assertion" };
  }
  checkSecret(authority, { secret, client });
  return { client, credential: "secret" };
}

function checkSecret(
  { clock, store }: Authority,
  { secret, client }: { secret: string | undefined; client: ClientSeed },
): void {
  const values = { client_id: client.client_id };
  if (secret === undefined) throw refusal(7000218);
  const added = store.addedSecrets.get(client.client_id.toLowerCase())
    ?.find(({ value }) => value === secret);
  if (added !== undefined) {
    if (added.endsAt <= clock.now()) throw refusal(7000222, values);
    return;
  }
  const known = client.secrets?.find(({ value }) => value === secret);
  if (known === undefined) throw refusal(7000215, values);
  if (
    known.expires_at !== undefined &&
    Date.parse(known.expires_at) <= clock.now()
  ) {
    throw refusal(7000222, values);
  }
}
