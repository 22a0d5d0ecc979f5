import type { Level } from "./finding.ts";

/** A variable that changes what the program can be trusted with. */
export interface DangerousVariable {
  /** Its name. */
  readonly name: string;
  /** How serious it is. */
  readonly level: Level;
  /** Why it matters, the end of a sentence. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** Which values matter; every one unless this says otherwise. */
  readonly when?: (value: string) => boolean;
}

const UNSET = "Unset it, unless you set it yourself and know what it loads";
const CA_FIX =
  "Unset it, unless your organisation inspects TLS and told you to set it";

/** Variables that endanger tokens, or explain surprises. */
export const DANGEROUS: readonly DangerousVariable[] = [
  {
    name: "NAPI_RS_NATIVE_LIBRARY_PATH",
    level: "error",
    why:
      "the keyring's code would be loaded from there, whatever it is, so the keyring is not used",
    fix: "Unset it",
  },
  {
    name: "LD_PRELOAD",
    level: "warning",
    why: "foreign code is loaded into this program and can read its tokens",
    fix: UNSET,
  },
  {
    name: "LD_LIBRARY_PATH",
    level: "note",
    why: "libraries are looked for there first, and can read tokens",
    fix: UNSET,
  },
  {
    name: "DYLD_INSERT_LIBRARIES",
    level: "warning",
    why: "foreign code is loaded into this program and can read its tokens",
    fix: UNSET,
  },
  {
    name: "SSLKEYLOGFILE",
    level: "warning",
    why:
      "the keys of every TLS connection are written to a file, and who has both can read tokens",
    fix: "Unset it, and delete the file",
  },
  {
    name: "NODE_TLS_REJECT_UNAUTHORIZED",
    level: "warning",
    why:
      "other programs stop checking certificates; Entrada's own requests check them all the same",
    fix: "Unset it, and add the missing authority by DENO_CERT instead",
    when: (value) => value === "0",
  },
  {
    name: "DENO_CERT",
    level: "note",
    why: "the certificate authorities in that file are trusted too",
    fix: CA_FIX,
  },
  {
    name: "NODE_EXTRA_CA_CERTS",
    level: "note",
    why: "the certificate authorities in that file are trusted too",
    fix: CA_FIX,
  },
  {
    name: "DENO_TLS_CA_STORE",
    level: "note",
    why: "it decides which certificate authorities are trusted",
    fix:
      "Unset it to trust Mozilla's list, or set it to system to trust this machine's",
  },
  {
    name: "OTEL_DENO",
    level: "warning",
    why:
      "whole addresses of requests and what is logged are sent to a collector",
    fix: "Unset it",
    when: (value) => !/^(0|false)$/i.test(value),
  },
];
