/**
 * New client secrets through Graph: for `discover`, and for commands that make
 * or change profiles. A secret that Graph has made is never lost silently.
 *
 * @module
 */
import { AuthError, StoreError } from "../../engine/errors.ts";
import type { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { askHidden, askWhether } from "../discover/questions.ts";
import { UsageError } from "../errors.ts";
import type { GraphSignInFlags } from "../flags/discover.ts";
import type { NewSecretFlags } from "../flags/new_secret.ts";
import { GraphError } from "../graph/graph_error.ts";
import { addClientSecret, type CreatedSecret } from "../graph/new_secret.ts";
import { type ListedSecret, readRegistration } from "../graph/registrations.ts";
import { type GraphSession, openGraph } from "../graph/sign_in.ts";
import type { OpenStorage } from "../kept/storage.ts";
import {
  removeStoredSecrets,
  writeStoredSecrets,
} from "../kept/stored_secrets.ts";

/** How long a new secret lives unless said otherwise, in days. */
export const USUAL_DAYS = 180;

/** How a client secret is made. */
export interface SecretCreation {
  /** How somebody signs in to Graph, and how the secret is kept. */
  readonly flags: GraphSignInFlags & NewSecretFlags;
  /** The world, and whom to tell. */
  readonly context: Context;
  /** Who is signed in already; used where that is enough. */
  readonly graph?: GraphSession;
}

/** A secret that a profile is to keep. */
export interface ObtainedSecret {
  /** The secret. */
  readonly secret: Secret;
  /** What Graph made; absent for one that was there before. */
  readonly created?: CreatedSecret;
}

/**
 * Lets a secret be tried and kept with what is opened once: a passphrase is
 * asked for, or read from a pipe, a single time.
 *
 * @param context The world.
 * @returns The same world, in which storage that was opened stays open.
 */
export function withOneStorage(context: Context): Context {
  const opened = new Map<string | undefined, ReturnType<OpenStorage>>();
  const storage: OpenStorage = (options) => {
    const known = opened.get(options.asked);
    if (known !== undefined) return known;
    const opening = context.io.storage(options);
    opened.set(options.asked, opening);
    // What could not be opened is tried anew.
    opening.catch(() => opened.delete(options.asked));
    return opening;
  };
  return { ...context, io: { ...context.io, storage } };
}

/** A name that no profile can have. */
const PROBE = "(probe)";

/** Before anything is made that could not be kept. */
async function requireSealing(
  { flags, context }: SecretCreation,
): Promise<void> {
  await writeStoredSecrets(PROBE, {
    members: {},
    asked: flags.secretStore,
    request: { context, flags },
  });
  await removeStoredSecrets(PROBE, { context });
}

/** The days that profiles can keep have a year of four digits. */
const LAST_DAY_MS = Date.UTC(9999, 11, 31);

/** The day of an end, as profiles keep it; no answer of Graph is beyond it. */
function dayOf(ms: number): string {
  const bounded = Math.min(Math.max(ms, 0), LAST_DAY_MS);
  return new Date(bounded).toISOString().slice(0, 10);
}

function nameExpired(
  secrets: readonly ListedSecret[],
  { io, messages }: Context,
): void {
  const now = io.clock.now();
  const expired = secrets.filter(({ endsAt }) => endsAt <= now)
    .map(({ name, endsAt }) => `"${sanitizeText(name)}" (${dayOf(endsAt)})`);
  if (expired.length === 0) return;
  messages.note(
    `Expired secrets of this app, which nothing deletes: ${expired.join(", ")}`,
  );
}

const NO_RIGHT =
  "It needs consent to Application.ReadWrite.All, and a user who is Application Administrator, Cloud Application Administrator or an owner of the app";

/** Graph does not say which right is missing. */
function explained(error: unknown): unknown {
  if (!(error instanceof GraphError) || !error.isDenied) return error;
  return Object.assign(error, { hint: NO_RIGHT });
}

/** An application has all of its permissions at once; a user is asked for each. */
async function writingGraph(
  { graph, flags, context }: SecretCreation,
): Promise<GraphSession> {
  if (graph !== undefined) {
    if (graph.access === "write" || !graph.isPerson) return graph;
    context.messages.note(
      "A new secret needs Application.ReadWrite.All, and the sign-in so far is for reading: signing in once more (with --new-secret one sign-in is enough)",
    );
  }
  return await openGraph({ flags, context, access: "write" });
}

/**
 * Has Graph make a client secret for an app, when it is sure that the secret
 * can be kept.
 *
 * @param clientId The app's client id, a GUID.
 * @param creation How.
 * @returns The secret, which is nowhere else yet.
 * @throws {StoreError} If it could not be kept; nothing was made.
 * @throws {AuthError} If it cannot be made.
 * @throws {UsageError} If it is to be shown, and there is no terminal.
 */
export async function createClientSecret(
  clientId: string,
  creation: SecretCreation,
): Promise<CreatedSecret> {
  const { flags, context } = creation;
  const { io, messages } = context;
  if (flags.showSecret && !io.stderr.isTerminal) {
    throw new UsageError(
      "Cannot show the new secret: standard error is not a terminal",
      "Leave --show-secret out; the profile keeps the secret",
    );
  }
  await requireSealing(creation);
  const graph = await writingGraph(creation);
  try {
    const registration = await readRegistration(graph, clientId);
    nameExpired(registration.secrets, context);
    const created = await addClientSecret(graph, {
      registration,
      days: flags.days ?? USUAL_DAYS,
      now: io.clock.now(),
    });
    messages.note(
      `Made the client secret "${created.name}"; it ends on ${
        dayOf(created.endsAt)
      }, and may need a minute to work everywhere`,
    );
    return created;
  } catch (error) {
    throw explained(error);
  }
}

/** What another secret does not mend. */
function isFinal(error: unknown): boolean {
  return !(error instanceof AuthError) || error instanceof StoreError;
}

/**
 * Gets a client secret for a profile: a new one, or, where that cannot be, one
 * that the user has.
 *
 * @param clientId The app's client id, a GUID.
 * @param creation How.
 * @returns The secret.
 * @throws {AuthError} If there is none.
 */
export async function obtainClientSecret(
  clientId: string,
  creation: SecretCreation,
): Promise<ObtainedSecret> {
  const { context: { io, messages } } = creation;
  try {
    const created = await createClientSecret(clientId, creation);
    return { secret: created.secret, created };
  } catch (error) {
    io.signal.throwIfAborted();
    if (isFinal(error) || !io.stdin.isTerminal) throw error;
    const { message, hint } = error as AuthError;
    messages.say(sanitizeText(message));
    if (hint !== undefined) messages.say(sanitizeText(hint));
    if (!await askWhether("Enter an existing secret instead", io)) throw error;
    const secret = await askHidden("Client secret (not shown)", io);
    if (secret.reveal() === "") throw error;
    return { secret };
  }
}

/**
 * What a profile says of a secret that is about to be kept for it.
 *
 * @param obtained The secret.
 * @returns The members to add to the profile.
 */
export function expiryOf(
  { created }: ObtainedSecret,
): { readonly secretExpires?: string } {
  return created === undefined ? {} : { secretExpires: dayOf(created.endsAt) };
}

/**
 * Shows a new secret on the terminal, which is the one place for it beside the
 * profile.
 */
function show({ secret }: CreatedSecret, { io }: Context): void {
  io.stderr.write(
    `The client secret, shown this once: ${sanitizeText(secret.reveal())}\n`,
  );
}

/**
 * Keeps a secret that was obtained. When that fails, a secret that Graph has
 * made is offered once on the terminal, since nobody could ever see it again.
 *
 * @param obtained The secret.
 * @param options What keeps it, and how it was made.
 * @returns What `keep` returns.
 * @throws What `keep` throws.
 */
export async function keepObtained<T>(
  { created }: ObtainedSecret,
  { keep, creation: { flags, context } }: {
    readonly keep: () => Promise<T>;
    readonly creation: SecretCreation;
  },
): Promise<T> {
  try {
    const kept = await keep();
    if (created !== undefined && flags.showSecret) show(created, context);
    return kept;
  } catch (error) {
    if (created === undefined) throw error;
    const { io, messages } = context;
    messages.say(
      `The secret "${created.name}" (key ${
        sanitizeText(created.keyId)
      }) was made, and could not be kept`,
    );
    const isSeen = io.stdin.isTerminal && io.stderr.isTerminal &&
      !io.signal.aborted;
    if (isSeen && await askWhether("Show it once, to keep it yourself", io)) {
      show(created, context);
    } else {
      messages.say("It is lost: delete it in the portal, and make another one");
    }
    throw error;
  }
}
