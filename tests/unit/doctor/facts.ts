import type {
  DirectoryFacts,
  EntryFacts,
  ProtectionFacts,
  ReachFacts,
} from "../../../src/adapters/diagnosis/mod.ts";
import type { Authority } from "../../../src/engine/entra/authority.ts";
import type { Finding } from "../../../src/cli/doctor/finding.ts";
import type { NetworkFacts } from "../../../src/cli/doctor/network.ts";

/** Where the facts' state directory is. */
export const STATE = "/home/ada/.local/state/entrada";

/** A state directory in which all is well. */
export function directory(
  changes: Partial<DirectoryFacts> = {},
): DirectoryFacts {
  return {
    path: {
      path: STATE,
      kind: "directory",
      isLink: false,
      size: 0,
      mode: 0o700,
      uid: 1000,
    },
    triedIn: STATE,
    trial: { outcome: "written", isLockable: true },
    isForeign: false,
    entries: [],
    ...changes,
  };
}

/** A kept file in which all is well. */
export function entry(name: string, changes: Partial<EntryFacts> = {}) {
  return {
    name,
    kind: "file",
    mode: 0o600,
    isForeign: false,
    ageMs: 0,
    ...changes,
  } as const;
}

/** Two keyrings that work, and no choice yet. */
export function protection(
  changes: Partial<ProtectionFacts> = {},
): ProtectionFacts {
  return {
    isUnreadable: false,
    keyring: {
      id: "keyring_ready",
      place: "keyring",
      works: true,
      sentence: "The system's keyring works",
    },
    kernel: {
      id: "kernel_ready",
      place: "kernel",
      works: true,
      sentence: "The kernel's keyring works, until this machine restarts",
    },
    ...changes,
  };
}

const AUTHORITY: Authority = {
  kind: "entra",
  tenant: "common",
  origin: "https://login.microsoftonline.com",
  issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
  authorizationEndpoint: "https://login.microsoftonline.com/a",
  tokenEndpoint: "https://login.microsoftonline.com/t",
  jwksUri: "https://login.microsoftonline.com/k",
  insecure: false,
};

/** The whole way to a host that answers. */
export const REACHED: ReachFacts = {
  addresses: { done: ["20.190.1.1"] },
  connection: { done: true },
  certificate: { done: { issuer: "DigiCert Inc" } },
};

/** A network in which all is well. */
export function network(changes: Partial<NetworkFacts> = {}): NetworkFacts {
  return {
    host: "login.microsoftonline.com",
    reason: "the public cloud",
    proxy: { kind: "none" },
    reach: REACHED,
    discovery: { authority: AUTHORITY, elapsedMs: 40 },
    env: () => undefined,
    ...changes,
  };
}

/** The ids of findings with their levels, such as `tls: ok`. */
export function marks(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ id, level }) => `${id}: ${level}`);
}

/** An environment with these variables. */
export function environment(variables: Readonly<Record<string, string>>) {
  return (name: string): string | undefined => variables[name];
}
