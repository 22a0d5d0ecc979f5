import type { Secret } from "../../engine/secret.ts";
import type { Profile } from "../../settings/profile.ts";
import { askSecret } from "../terminal/ask_secret.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { SecretFlags } from "../flags/config.ts";
import { FROM_STDIN, readSecret } from "../call/secret_source.ts";
import { type SecretMember, writeStoredSecrets } from "./stored_secrets.ts";

const WHAT: Readonly<Record<SecretMember, readonly [string, string]>> = {
  clientSecret: ["client secret", "--client-secret-stdin"],
  certificatePassword: [
    "certificate's password",
    "--certificate-password-stdin",
  ],
};

async function readGiven(
  member: SecretMember,
  { io }: Context,
): Promise<Secret> {
  const [what, option] = WHAT[member];
  if (io.stdin.isTerminal) {
    const question = `The ${what}: `;
    const hint = `Pipe it in, such as ${option} < secret.txt`;
    const secret = await askSecret(question, { io, signal: io.signal, hint });
    if (secret.reveal() !== "") return secret;
    throw new UsageError(`Cannot keep the ${what}: it is empty`, hint);
  }
  const origin = { kind: "flag", name: option } as const;
  return await readSecret({ value: FROM_STDIN, origin }, { io, what });
}

/** A secret of a profile that is about to be made. */
export interface GivenSecret {
  /** Which of its secrets. */
  readonly member: SecretMember;
  /** The secret. */
  readonly secret: Secret;
}

/** What makes a profile, and how. */
export interface StoreSecretOptions {
  /** The options of the command. */
  readonly flags: SecretFlags;
  /** The world, and whom to tell. */
  readonly context: Context;
}

/**
 * Reads the secret that is given for a new profile, from a pipe or a terminal.
 *
 * @param profile The profile; `stdin` stands for a secret that is piped in.
 * @param options The options of the command, and the world.
 * @returns The secret; `undefined` where there is none to keep.
 * @throws {UsageError} If a secret cannot be had.
 */
export async function readGivenSecret(
  profile: Profile,
  { flags, context }: StoreSecretOptions,
): Promise<GivenSecret | undefined> {
  const [member] = (Object.keys(WHAT) as SecretMember[])
    .filter((each) => profile[each] === FROM_STDIN);
  if (member === undefined) {
    if (flags.secretStore === undefined) return undefined;
    throw new UsageError(
      "Cannot use --secret-store: there is no secret to keep",
      "Give one with --client-secret-stdin",
    );
  }
  if (flags.passphraseStdin) {
    throw new UsageError(
      `Cannot use ${WHAT[member][1]} and --passphrase-stdin together`,
      "Standard input can be read once; use --passphrase-file for the other",
    );
  }
  return { member, secret: await readGiven(member, context) };
}

/**
 * Keeps the secret of a new profile, and puts in its place where it is.
 *
 * @param profile The profile; nobody else may make one of its name meanwhile.
 * @param options The secret, the options of the command, and the world.
 * @returns The profile as it is written; the same where there is no secret.
 * @throws {StoreError} If the secret cannot be kept.
 */
export async function storeSecret(
  profile: Profile,
  { secret: given, flags, context }: StoreSecretOptions & {
    readonly secret: GivenSecret | undefined;
  },
): Promise<Profile> {
  if (given === undefined) return profile;
  const { member, secret } = given;
  const place = await writeStoredSecrets(profile.name, {
    members: { [member]: secret },
    asked: flags.secretStore,
    request: { context, flags },
  });
  return { ...profile, [member]: place };
}
