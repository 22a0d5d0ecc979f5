import type { Given } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { MadeProfileFlags } from "../flags/discover.ts";
import { settingsOfFlags } from "../call/flag_settings.ts";
import { FROM_STDIN } from "../call/secret_source.ts";
import type { GivenSecret } from "../kept/store_secrets.ts";
import { askFor, askHidden, askUntilGood } from "./questions.ts";

/** How a new profile's client proves itself. */
export interface Proof {
  /** Members of the profile. */
  readonly given: Pick<
    Given,
    "clientSecret" | "clientCertificate" | "clientKey" | "certificatePassword"
  >;
  /** A secret that was typed, to be kept. */
  readonly secret?: GivenSecret;
  /** Whether Graph is to make a client secret. */
  readonly isNew?: boolean;
}

const KINDS = ["none", "secret", "new", "certificate"] as const;

/** What options say. */
export async function proofOfFlags(
  flags: MadeProfileFlags,
): Promise<Proof | undefined> {
  const { given: all } = await settingsOfFlags(flags);
  const { clientSecret, clientCertificate, clientKey, certificatePassword } =
    all;
  const given = {
    ...{ clientSecret, clientCertificate, clientKey, certificatePassword },
  };
  if (flags.newSecret) {
    if (clientSecret === undefined && clientCertificate === undefined) {
      return { given: { clientSecret: FROM_STDIN }, isNew: true };
    }
    throw new UsageError(
      "Cannot use --new-secret together with another secret or a certificate",
      "A client proves itself in one way; choose one",
    );
  }
  return clientSecret === undefined && clientCertificate === undefined
    ? undefined
    : { given };
}

/** A secret's place in a profile that is not written yet: the word is replaced when it is sealed. */
function typed(
  member: GivenSecret["member"],
  secret: GivenSecret["secret"],
): Proof {
  return { given: { [member]: FROM_STDIN }, secret: { member, secret } };
}

async function askCertificate({ io }: Context): Promise<Proof> {
  const clientCertificate = await askFor(
    "Path of the certificate (PEM, PFX, P12 or DER)",
    { io },
  );
  const password = await askHidden(
    "Its password (not shown; empty for none)",
    io,
  );
  if (password.reveal() === "") return { given: { clientCertificate } };
  const { given, ...rest } = typed("certificatePassword", password);
  return { given: { ...given, clientCertificate }, ...rest };
}

async function askClientSecret({ io }: Context): Promise<Proof> {
  const secret = await askHidden("Client secret (not shown)", io);
  if (secret.reveal() !== "") return typed("clientSecret", secret);
  throw new UsageError("Cannot keep the client secret: it is empty");
}

async function proofOf(answer: string, context: Context): Promise<Proof> {
  switch (KINDS.find((each) => each === answer.toLowerCase())) {
    case "none":
      return { given: {} };
    case "new":
      return { given: { clientSecret: FROM_STDIN }, isNew: true };
    case "certificate":
      return await askCertificate(context);
    case "secret":
      return await askClientSecret(context);
    case undefined:
      throw new UsageError(
        `Cannot use the proof "${answer}"`,
        `It is one of ${KINDS.join(", ")}`,
      );
  }
}

/**
 * Asks how the client of a new profile proves itself.
 *
 * @param context Who is asked.
 * @returns The answer.
 * @throws {UsageError} If the answers end, or cannot be used and nobody can be
 *   asked again.
 */
export async function askProof(context: Context): Promise<Proof> {
  const { io } = context;
  const ask = () =>
    askFor(
      "Proof of the client (none, secret, new for a new secret, or certificate)",
      { io, standard: "none" },
    );
  return await askUntilGood(ask, {
    read: (answer) => proofOf(answer, context),
    context,
  });
}
