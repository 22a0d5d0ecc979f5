import type {
  PermissionFacts,
  RuntimeFacts,
} from "../../adapters/diagnosis/mod.ts";
import { VERSION } from "../version.ts";
import { type Finding, finding } from "./finding.ts";

/** The oldest runtime that the tests are run with. */
const OLDEST = [2, 9] as const;

/** What does not work without each permission. */
const COSTS: Readonly<Record<string, string>> = {
  net: "no token can be had, and no sign-in can come back to this machine",
  read: "neither profiles nor kept tokens can be read",
  write: "neither profiles nor tokens can be kept",
  env: "settings and secrets in environment variables are not seen",
  run: "no browser is opened, and no token is borrowed from az, azd or pwsh",
  ffi: "the system's keyring cannot be used for the key of kept tokens",
};

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function versionFinding({ deno, os, arch }: RuntimeFacts): Finding {
  const old = isOld(deno);
  return finding("runtime_version", old ? "warning" : "ok", {
    message: old
      ? `Deno ${deno} is older than ${
        OLDEST.join(".")
      }, the oldest that Entrada is tested with`
      : `Entrada ${VERSION} on Deno ${deno}, ${os} ${arch}`,
    fix: old ? "Update Deno: deno upgrade" : undefined,
    details: { entrada: VERSION, deno, os, arch },
  });
}

function permissionFinding({ name }: PermissionFacts): Finding {
  const isNeeded = name === "net" || name === "read" || name === "write";
  return finding("permission_missing", isNeeded ? "warning" : "note", {
    message: `The permission "${name}" is missing: ${COSTS[name]}`,
    fix: `Start Entrada with --allow-${name}`,
    details: { permission: name },
  });
}

/**
 * Judges the runtime: its version, and what it may not do.
 *
 * @param facts What is known of it.
 * @returns The findings.
 */
export function judgeRuntime(facts: RuntimeFacts): readonly Finding[] {
  const missing = facts.permissions.filter(({ granted }) => granted === "none");
  const limited = facts.permissions.filter(({ granted }) => granted === "some")
    .map(({ name }) => name);
  return [
    versionFinding(facts),
    ...missing.map(permissionFinding),
    ...(missing.length > 0 ? [] : [finding("runtime_permissions", "ok", {
      message: limited.length === 0
        ? "No permission is missing"
        : `No permission is missing; limited to what is named: ${
          limited.join(", ")
        }`,
      details: { limited },
    })]),
  ];
}
