import { StoreError } from "../../engine/errors.ts";
import type { Profile } from "../../settings/profile.ts";
import type { ProfileDraft } from "../../tui/runtime/form_services.ts";
import { visibleFields } from "../../tui/state/form_select.ts";
import {
  type Sealed,
  sealSecret,
  type WantedSecret,
} from "./profile_secrets.ts";
import type { StorageRequest } from "../kept/storage.ts";
import type { SecretStoreName } from "../kept/stored_secrets.ts";

/** Which secret the profile shall have sealed, and whether it is a new one. */
function wantedBy(draft: ProfileDraft): WantedSecret | undefined {
  const { values, secrets } = draft;
  const isLocal = !visibleFields(draft).some(({ id }) => id === "proof");
  const proof = isLocal ? draft.start.proof : values.proof;
  const [member, from] = proof === "secret"
    ? ["clientSecret", values.secretFrom] as const
    : proof === "certificate"
    ? ["certificatePassword", values.passwordFrom] as const
    : [undefined, ""] as const;
  if (member === undefined) return undefined;
  if (from === "kept") return { member };
  return from === "typed" && secrets[member] !== undefined
    ? { member, typed: secrets[member] }
    : undefined;
}

function askedBy({ values }: ProfileDraft): SecretStoreName | undefined {
  const { secretStore } = values;
  return secretStore === "keyring" || secretStore === "vault"
    ? secretStore
    : undefined;
}

/** The hint for a call in a terminal is of no use inside the interface. */
function inInterface(error: unknown): unknown {
  if (!(error instanceof StoreError) || error.reason !== "locked") return error;
  return new StoreError(
    "locked",
    "Cannot seal the secret: there is no keyring, and the vault is locked",
    {
      cause: error,
      hint:
        "Take it from a variable or a file, or leave and start entrada with ENTRADA_TOKEN_STORE=vault",
    },
  );
}

/**
 * Seals the secrets of a draft, under the name that it gives the profile.
 *
 * @param draft The draft, checked.
 * @param options The profile that it begins with, and who seals.
 * @returns Where they are, and how that is taken back.
 * @throws {StoreError} If they cannot be sealed, or those that are kept cannot
 * be read.
 */
export async function sealSecrets(
  draft: ProfileDraft,
  { source, request }: {
    readonly source: Profile | undefined;
    readonly request: StorageRequest;
  },
): Promise<Sealed> {
  try {
    return await sealSecret({
      source,
      request,
      name: draft.values.name.trim(),
      keepsSource: draft.purpose !== "edit",
      wanted: wantedBy(draft),
      asked: askedBy(draft),
    });
  } catch (error) {
    const { interaction } = request.flags ?? {};
    throw interaction === false ? inInterface(error) : error;
  }
}
