import { AuthError } from "../../engine/errors.ts";
import { Secret } from "../../engine/secret.ts";
import type { GraphObject, GraphReader } from "./graph_reader.ts";
import type { RegistrationDetails } from "./registrations.ts";

/** A client secret that Graph has just made. */
export interface CreatedSecret {
  /** The secret; Graph shows it this once. */
  readonly secret: Secret;
  /** Its name in the portal. */
  readonly name: string;
  /** Its id, by which it can be told from others. */
  readonly keyId: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

const DAY_MS = 86_400_000;
const MONTHS = [
  "JAN",
  "FEB",
  "MAR",
  "APR",
  "MAY",
  "JUN",
  "JUL",
  "AUG",
  "SEP",
  "OCT",
  "NOV",
  "DEC",
];

/**
 * Names a secret by the day on which it ends, which lists show at once.
 *
 * @param endsAt Milliseconds since the epoch.
 * @returns Such as `ENTRADA-EXP-30-JUN-26`, by UTC.
 */
export function secretName(endsAt: number): string {
  const date = new Date(endsAt);
  const [day, year] = [date.getUTCDate(), date.getUTCFullYear() % 100]
    .map((number) => String(number).padStart(2, "0"));
  return `ENTRADA-EXP-${day}-${MONTHS[date.getUTCMonth()]}-${year}`;
}

/** What was sent may have been done, although the answer did not come. */
const UNSURE = [
  "network_error",
  "timed_out",
  "server_error",
  "response_invalid",
];

function withName(error: unknown, name: string): unknown {
  if (!(error instanceof AuthError) || !UNSURE.includes(error.code)) {
    return error;
  }
  const hint =
    `If the portal shows a secret "${name}", delete it there: nobody has it`;
  return Object.assign(error, { hint });
}

function readCreated(
  { secretText, keyId, endDateTime }: GraphObject,
  asked: Pick<CreatedSecret, "name" | "endsAt">,
): CreatedSecret | undefined {
  if (typeof secretText !== "string" || secretText === "") return undefined;
  const said = Date.parse(String(endDateTime));
  return {
    secret: new Secret(secretText),
    name: asked.name,
    keyId: typeof keyId === "string" ? keyId.slice(0, 64) : "",
    // An organization's policy may allow less than was asked for.
    endsAt: Number.isNaN(said) ? asked.endsAt : said,
  };
}

/**
 * Has Graph make a client secret. The secrets that are there stay.
 *
 * @param graph Asks Graph; its sign-in needs `Application.ReadWrite.All`.
 * @param options The app, how many days the secret lives, and what time it is.
 * @returns The secret.
 * @throws {AuthError} If there is none.
 */
export async function addClientSecret(
  graph: GraphReader,
  { registration: { clientId, objectId }, days, now }: {
    readonly registration: Pick<RegistrationDetails, "objectId" | "clientId">;
    readonly days: number;
    readonly now: number;
  },
): Promise<CreatedSecret> {
  const endsAt = now + days * DAY_MS;
  const name = secretName(endsAt);
  const action = `Cannot make a client secret for the app "${clientId}"`;
  const endDateTime = new Date(endsAt).toISOString();
  try {
    const answer = await graph.ask({
      path: `applications/${objectId}/addPassword`,
      action,
      body: { passwordCredential: { displayName: name, endDateTime } },
    });
    const created = readCreated(answer, { name, endsAt });
    if (created !== undefined) return created;
    throw new AuthError(
      "response_invalid",
      `${action}: there is none in the answer`,
    );
  } catch (error) {
    throw withName(error, name);
  }
}
