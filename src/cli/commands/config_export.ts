import { sanitizeText } from "../../engine/text.ts";
import type { Profile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { newExportPassphrase } from "../profiles/export_passphrase.ts";
import type { ConfigExportFlags } from "../flags/config_transfer.ts";
import { notWritten, requireDirectoryFor } from "../call/named_file.ts";
import {
  plainExport,
  sealedExport,
  secretsOf,
} from "../profiles/profile_export.ts";
import { keptBy } from "../profiles/profile_secrets.ts";
import { loadProfiles, requireProfile } from "../profiles/profile_store.ts";

function chosen(
  document: ProfilesDocument,
  { names, flags }: {
    readonly names: readonly string[];
    readonly flags: ConfigExportFlags;
  },
): readonly Profile[] {
  const { profile, all = false } = flags;
  const wanted = [...(profile === undefined ? [] : [profile]), ...names];
  if (all === (wanted.length > 0)) {
    throw new UsageError(
      "Cannot tell which profiles to export",
      "Name them, or give --all",
    );
  }
  if (all) return document.profiles;
  return [...new Set(wanted.map((name) => requireProfile(document, name)))];
}

function requireSealed({ plain, includeSecrets }: ConfigExportFlags): void {
  if (!plain || !includeSecrets) return;
  throw new UsageError(
    "Cannot write secrets in plain text",
    "Leave --plain out: a passphrase seals the file then",
  );
}

async function exported(
  profiles: readonly Profile[],
  { flags, context }: {
    readonly flags: ConfigExportFlags;
    readonly context: Context;
  },
): Promise<string> {
  if (flags.plain) return plainExport(profiles);
  const { vaultPassphraseFile } = flags;
  const secrets = flags.includeSecrets
    ? await secretsOf(profiles, {
      context,
      flags: vaultPassphraseFile === undefined
        ? {}
        : { passphraseFile: vaultPassphraseFile },
    })
    : {};
  const passphrase = await newExportPassphrase({ flags, io: context.io });
  return await sealedExport(profiles, { secrets, passphrase });
}

/** Writes profiles into a file, or to standard output. */
export default async function configExport(
  this: Context,
  flags: ConfigExportFlags,
  ...names: readonly string[]
): Promise<void> {
  const { io, messages } = this;
  requireSealed(flags);
  const profiles = chosen(await loadProfiles(io), { names, flags });
  if (flags.output !== undefined) {
    await requireDirectoryFor(flags.output, { what: "the profiles", io });
  }
  const text = await exported(profiles, { flags, context: this });
  const { output, force = false } = flags;
  if (output === undefined) io.stdout.write(text);
  else {
    try {
      await io.files.writePrivate(output, text, { isNew: !force });
    } catch (cause) {
      throw notWritten(`the profiles to ${output}`, cause);
    }
    const count = profiles.length === 1
      ? "1 profile"
      : `${profiles.length} profiles`;
    messages.note(
      `Wrote ${count} to ${sanitizeText(output)}, readable by you alone`,
    );
  }
  if (flags.includeSecrets) return;
  const without = profiles.filter((profile) => keptBy(profile) !== undefined);
  if (without.length === 0) return;
  messages.note(
    `Without the secrets of ${
      without.map(({ name }) => name).join(", ")
    }; --include-secrets takes them along`,
  );
}
