// The files of a home directory: what is there before, and what is there after.
import { createPrivateKey } from "node:crypto";
import { SANDBOX_CERTIFICATE } from "../../src/sandbox/mod.ts";
import { PROFILES, PROFILES_FILE, SECRETS } from "./contract_names.ts";
import { profilesText } from "./fake_io.ts";

/** Reads every file of a folder, by its path there. */
export function readFolder(folder: string, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const inside = isDirectory
      ? readFolder(path, `${prefix}${name}/`)
      : [[prefix + name, Deno.readTextFileSync(path)] as const];
    for (const [key, text] of inside) found.set(key, text);
  }
  return found;
}

/** Writes files into a home directory, for its owner alone. */
export function writeHome(
  home: string,
  files: Readonly<Record<string, string>>,
): void {
  for (const [path, text] of Object.entries(files)) {
    const whole = `${home}/${path}`;
    const folder = whole.replace(/\/[^/]*$/, "");
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(whole, text, { mode: 0o600 });
  }
}

const { certificate_pem, private_key_pem } = SANDBOX_CERTIFICATE;

const PROFILES_TEXT = profilesText(PROFILES, { default: "me" });

/** Files that are there for the rows that name them. */
const NAMED_FILES: Readonly<Record<string, string>> = {
  "c.pem": certificate_pem,
  "k.pem": private_key_pem,
  "locked.pem": certificate_pem +
    createPrivateKey(private_key_pem).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: SECRETS.keyPassword,
    }),
  "key-pass": `${SECRETS.keyPassword}\n`,
};

/** The files that a command line needs, and those of its row. */
export function filesFor(
  line: string,
  { files }: { readonly files?: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> {
  const named = Object.entries(NAMED_FILES).filter(([name]) =>
    line.includes(`/${name}`)
  );
  return {
    [PROFILES_FILE]: PROFILES_TEXT,
    ...Object.fromEntries(named),
    ...files,
  };
}
