import { load } from "../../adapters/load.ts";
import { buildCommand } from "@stricli/core";
import {
  configExportParameters,
  configImportParameters,
} from "../flags/config_transfer.ts";

/** `config export`. */
export const configExport = buildCommand({
  loader: () =>
    load<typeof import("./config_export.ts")>(
      "./config_export.ts",
      import.meta.url,
    ),
  parameters: configExportParameters,
  docs: {
    brief: "Write profiles into a file, sealed by a passphrase",
    fullDescription:
      `Writes profiles as text that a passphrase seals (AES-256-GCM, scrypt), to
standard output or into a file. It is asked for twice on a terminal. --plain
writes JSON that anybody can read.

EXAMPLES
  entrada config export work -o work.entrada
  entrada config export --all --include-secrets --passphrase-env PASS -o all.enc
  entrada config export --all --plain > profiles.json`,
  },
});

/** `config import`. */
export const configImport = buildCommand({
  loader: () =>
    load<typeof import("./config_import.ts")>(
      "./config_import.ts",
      import.meta.url,
    ),
  parameters: configImportParameters,
  docs: {
    brief: "Take profiles over from a file, also from entra-auth-cli",
    fullDescription:
      `Reads what entrada config export wrote, a profiles.json of Entrada or of
entra-auth-cli, or an encrypted export of entra-auth-cli. All of a file is taken
over, or nothing. Tells what cannot be taken over.

Profiles that read files or variables, run programs, or sign in at an authority
that is not Microsoft's are told first, and asked about; --trust agrees. Where
nobody can be asked they are refused without it.

EXAMPLES
  entrada config import work.entrada
  entrada config import ~/.config/entra-auth-cli/profiles.json --dry-run
  entrada config import profile.enc -n dev --passphrase-env PASS
  curl -s https://example.com/p.json | entrada config import - --on-clash rename`,
  },
});
