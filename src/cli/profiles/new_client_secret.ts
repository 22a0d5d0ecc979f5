import type { Profile } from "../../settings/profile.ts";
import type { Given } from "../call/call_settings.ts";
import {
  expiryOf,
  keepObtained,
  obtainClientSecret,
  withOneStorage,
} from "./client_secret_creation.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { NewSecretFlags } from "../flags/new_secret.ts";
import type { PassphraseFlags } from "../flags/storage.ts";
import { FROM_STDIN } from "../call/secret_source.ts";
import type { GivenSecret } from "../kept/store_secrets.ts";

/** The options of a command that may have a client secret made. */
type Flags = NewSecretFlags & PassphraseFlags;

/** What stands in a profile for a client secret that is about to be made. */
export const TO_BE_MADE: Pick<Given, "clientSecret"> = {
  clientSecret: FROM_STDIN,
};

/**
 * Checks the options for a new client secret.
 *
 * @param flags The options.
 * @param given What other options say of the profile.
 * @throws {UsageError} If they do not go together.
 */
export function checkNewSecret(
  { newSecret, days, showSecret }: Flags,
  given: Given,
): void {
  if (!newSecret && (days !== undefined || showSecret)) {
    throw new UsageError(
      `Cannot use ${
        days === undefined ? "--show-secret" : "--days"
      }: no secret is made`,
      "Have one made with --new-secret",
    );
  }
  const { clientSecret, clientCertificate, clientAssertion } = given;
  const other = clientSecret ?? clientCertificate ?? clientAssertion;
  if (!newSecret || other === undefined) return;
  throw new UsageError(
    "Cannot use --new-secret together with another secret, a certificate or an assertion",
    "A client proves itself in one way; choose one",
  );
}

/** What a profile is to keep, and where nothing is asked for twice. */
export interface MadeSecret {
  /** The secret. */
  readonly secret: GivenSecret;
  /** What the profile says of it. */
  readonly members: { readonly secretExpires?: string };
  /** The world, in which storage that was opened stays open. */
  readonly context: Context;
}

/**
 * Has Graph make a client secret for a profile that is about to be written,
 * signed in where the profile is.
 *
 * @param profile The profile; it has a client id.
 * @param options The options of the command, the world, and what writes the profile.
 * @throws {UsageError} If the profile names no client.
 * @throws {AuthError} If there is no secret.
 * @throws What `keep` throws.
 */
export async function makeClientSecret(
  { clientId, tenant, cloud, authority }: Profile,
  { flags, context, keep }: {
    readonly flags: Flags;
    readonly context: Context;
    readonly keep: (made: MadeSecret) => Promise<void>;
  },
): Promise<void> {
  if (clientId === undefined) {
    throw new UsageError(
      "Cannot make a client secret: the profile names no client",
      "Give its id with --client-id",
    );
  }
  const { secretStore, days, showSecret, passphraseFile, passphraseStdin } =
    flags;
  const where = { tenant, cloud, authority };
  const how = {
    ...{ secretStore, days, showSecret, passphraseFile, passphraseStdin },
  };
  const known = Object.entries({ ...where, ...how })
    .filter(([, value]) => value !== undefined);
  const creation = {
    flags: Object.fromEntries(known),
    context: withOneStorage(context),
  };
  const obtained = await obtainClientSecret(clientId, creation);
  await keepObtained(obtained, {
    creation,
    keep: () =>
      keep({
        secret: { member: "clientSecret", secret: obtained.secret },
        members: expiryOf(obtained),
        context: creation.context,
      }),
  });
}
