import type { Secret } from "../engine/secret.ts";
import type { Profile } from "../settings/profile.ts";
import { askSecret } from "./ask_secret.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import type { ConfigCreateFlags } from "./flags/config.ts";
import { FROM_STDIN, readSecret } from "./secret_source.ts";
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

/**
 * Keeps the secrets that are given for a new profile, and puts in their place
 * where they are.
 *
 * @param profile The profile; `stdin` stands for a secret that is piped in.
 * @param options The options of the command, and the world.
 * @returns The profile as it is written; the same where there is no secret.
 * @throws {UsageError | StoreError} If a secret cannot be had or kept.
 */
export async function storeSecrets(
  profile: Profile,
  { flags, context }: {
    readonly flags: ConfigCreateFlags;
    readonly context: Context;
  },
): Promise<Profile> {
  const [member] = (Object.keys(WHAT) as SecretMember[])
    .filter((each) => profile[each] === FROM_STDIN);
  if (member === undefined) {
    if (flags.secretStore === undefined) return profile;
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
  const place = await writeStoredSecrets(profile.name, {
    members: { [member]: await readGiven(member, context) },
    asked: flags.secretStore,
    request: { context, flags },
  });
  return { ...profile, [member]: place };
}
