import { StoreError } from "../../engine/errors.ts";
import type { TokenStore } from "../../engine/ports/mod.ts";
import { Secret } from "../../engine/secret.ts";
import { ConfigurationError } from "../errors.ts";
import {
  openStorage,
  profilePartition,
  statePath,
  type StorageRequest,
} from "./storage.ts";

/** Where secrets can be kept: what their key is sealed by. */
export type SecretStoreName = "keyring" | "vault";

/** The secrets that a profile may have kept. */
export type SecretMember = "clientSecret" | "certificatePassword";

/** One secret of a profile. */
export interface StoredSecret {
  /** The profile's name, in any case. */
  readonly profile: string;
  /** Which of its secrets. */
  readonly member: SecretMember;
}

type Members = { readonly [M in SecretMember]?: string };

function partitionOf(profile: string): string {
  return `secrets ${profile.toLowerCase()}`;
}

async function openSecrets(
  store: SecretStoreName,
  request: StorageRequest,
): Promise<TokenStore> {
  const origin = { kind: "default", name: "the profile" } as const;
  const { secrets } = await openStorage({
    ...request,
    settings: { tokenStore: { value: store, origin, overridden: [] } },
  });
  if (secrets !== undefined) return secrets;
  throw new StoreError("no_key", "Cannot keep a secret here");
}

function parse(text: string | undefined): Members {
  return text === undefined ? {} : JSON.parse(text);
}

const NAMES: Readonly<Record<SecretMember, string>> = {
  clientSecret: "client secret",
  certificatePassword: "certificate's password",
};

/** What a place says is wrong with it says nothing of what was wanted there. */
function notRead(
  { profile, member }: StoredSecret,
  cause: StoreError,
): StoreError {
  const [, ...reasons] = cause.message.split(": ");
  const why = reasons.length === 0 ? cause.message : reasons.join(": ");
  return new StoreError(
    cause.reason,
    `Cannot read the ${NAMES[member]} of the profile "${profile}": ${why}`,
    { cause, ...(cause.hint === undefined ? {} : { hint: cause.hint }) },
  );
}

async function readMembers(
  secret: StoredSecret,
  { store, request }: {
    readonly store: SecretStoreName;
    readonly request: StorageRequest;
  },
): Promise<Members> {
  try {
    const secrets = await openSecrets(store, request);
    const { signal } = request.context.io;
    return parse(await secrets.read(partitionOf(secret.profile), signal));
  } catch (error) {
    throw error instanceof StoreError ? notRead(secret, error) : error;
  }
}

/**
 * Fetches a secret that is kept for a profile.
 *
 * @param secret Which one.
 * @param options Where it is, and who asks.
 * @returns The secret.
 * @throws {ConfigurationError} If it is not there.
 * @throws {StoreError} If what keeps it cannot be opened.
 */
export async function readStoredSecret(
  secret: StoredSecret,
  options: {
    readonly store: SecretStoreName;
    readonly request: StorageRequest;
  },
): Promise<Secret> {
  const value = (await readMembers(secret, options))[secret.member];
  if (value !== undefined) return new Secret(value);
  throw new ConfigurationError(
    `Cannot find the secret of the profile "${secret.profile}": the ${options.store} has none`,
    "It may be from another machine; make the profile anew with the secret",
  );
}

/** The best place that works here. */
async function chooseStore(
  asked: SecretStoreName | undefined,
  request: StorageRequest,
): Promise<{ readonly store: SecretStoreName; readonly secrets: TokenStore }> {
  if (asked !== undefined) {
    return { store: asked, secrets: await openSecrets(asked, request) };
  }
  try {
    const secrets = await openSecrets("keyring", request);
    return { store: "keyring", secrets };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { store: "vault", secrets: await openVault(request) };
  }
}

async function openVault(request: StorageRequest): Promise<TokenStore> {
  try {
    return await openSecrets("vault", request);
  } catch (cause) {
    const isLocked = cause instanceof StoreError && cause.reason === "locked";
    if (!isLocked) throw cause;
    throw new StoreError(
      "locked",
      "Cannot keep the secret: no keyring works here, and there is no passphrase for a vault",
      {
        cause,
        hint:
          "Give one by --passphrase-file or ENTRADA_PASSPHRASE_FILE, or name the secret by --client-secret-env",
      },
    );
  }
}

/**
 * Keeps secrets of a profile.
 *
 * @param profile The profile's name.
 * @param members The secrets.
 * @param options Where to keep them, and who asks.
 * @returns Where they are now; what the profile says in their place.
 * @throws {StoreError} If they cannot be kept.
 */
export async function writeStoredSecrets(
  profile: string,
  { members, asked, request }: {
    readonly members: { readonly [M in SecretMember]?: Secret };
    readonly asked?: SecretStoreName | undefined;
    readonly request: StorageRequest;
  },
): Promise<SecretStoreName> {
  const { store, secrets } = await chooseStore(asked, request);
  await secrets.exclusively(partitionOf(profile), async (record) => {
    const shown = Object.entries(members).map(([member, secret]) =>
      [member, secret.reveal()] as const
    );
    await record.write(JSON.stringify(Object.fromEntries(shown)));
  }, request.context.io.signal);
  return store;
}

/**
 * Takes away what is kept for a profile, wherever it is.
 *
 * @param profile The profile's name.
 * @param request Who asks.
 * @throws {StoreError} If it cannot be removed.
 */
export async function removeStoredSecrets(
  profile: string,
  { context }: Pick<StorageRequest, "context">,
): Promise<void> {
  const records = await context.io.records(statePath(context));
  await records.removeSecrets(partitionOf(profile));
}

/**
 * Removes the sealed secrets and the tokens that are kept under a name that no
 * profile has: of a program that was killed before it had written the profile,
 * or of a file that was edited by hand. No key is needed for it, so nobody is
 * asked for one.
 *
 * @param profile The profile's name.
 * @param request Who asks.
 * @returns Whether there was anything.
 * @throws {StoreError} If it cannot be removed.
 */
export async function removeLeftovers(
  profile: string,
  { context }: Pick<StorageRequest, "context">,
): Promise<boolean> {
  const { signal } = context.io;
  const records = await context.io.records(statePath(context));
  const hadSecrets = await records.removeSecrets(partitionOf(profile), signal);
  const hadTokens = await records.remove(profilePartition(profile), signal);
  return hadSecrets || hadTokens;
}
