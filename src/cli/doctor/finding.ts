/**
 * What `doctor` finds out: each file is one area, pure over the facts that it
 * is told; `examine.ts` asks for the facts, `report.ts` writes them down.
 *
 * @module
 */

/** How serious a finding is. */
export type Level = "ok" | "note" | "warning" | "error";

/** What a finding is about, in the order of the report. */
export const AREAS = [
  "runtime",
  "profiles",
  "environment",
  "storage",
  "network",
  "clock",
  "loopback",
  "browser",
  "clipboard",
] as const;

/** What a finding is about. */
export type Area = typeof AREAS[number];

/** Every finding by its stable id, with its area. Ids are never reused. */
export const FINDINGS = {
  runtime_version: "runtime",
  runtime_permissions: "runtime",
  permission_missing: "runtime",
  profiles_file: "profiles",
  profiles_none: "profiles",
  profiles_damaged: "profiles",
  profiles_writable_by_others: "profiles",
  default_profile_missing: "profiles",
  profile_valid: "profiles",
  profile_invalid: "profiles",
  profile_tenant_missing: "profiles",
  profile_reference_missing: "profiles",
  secret_missing: "profiles",
  secret_readable_by_others: "profiles",
  certificate_valid: "profiles",
  certificate_expires_soon: "profiles",
  secret_expired: "profiles",
  secret_expires_soon: "profiles",
  certificate_expired: "profiles",
  certificate_unusable: "profiles",
  certificate_not_opened: "profiles",
  assertion_source_elsewhere: "profiles",
  environment_clean: "environment",
  environment_variable: "environment",
  environment_settings: "environment",
  environment_settings_invalid: "environment",
  environment_secret: "environment",
  profiles_unreadable: "storage",
  state_place_unknown: "storage",
  state_directory: "storage",
  state_directory_unusable: "storage",
  state_directory_foreign: "storage",
  state_directory_open: "storage",
  state_directory_link: "storage",
  state_not_writable: "storage",
  state_disk_full: "storage",
  state_without_locks: "storage",
  state_files_open: "storage",
  state_files_foreign: "storage",
  state_files_unexpected: "storage",
  state_plaintext: "storage",
  state_leftovers: "storage",
  state_set_aside: "storage",
  protection: "storage",
  protection_failed: "storage",
  passphrase_file: "storage",
  keyring: "storage",
  kernel_keyring: "storage",
  network_skipped: "network",
  authority_unknown: "network",
  proxy: "network",
  proxy_invalid: "network",
  dns: "network",
  connection: "network",
  tls: "network",
  discovery: "network",
  discovery_slow: "network",
  clock: "clock",
  clock_skew: "clock",
  clock_unknown: "clock",
  loopback_listens: "loopback",
  loopback_ipv6_missing: "loopback",
  loopback_unavailable: "loopback",
  browser: "browser",
  browser_missing: "browser",
  browser_not_permitted: "browser",
  flow: "browser",
  clipboard: "clipboard",
  check_late: "runtime",
  check_failed: "runtime",
} as const satisfies Readonly<Record<string, Area>>;

/** The stable id of a finding. */
export type FindingId = keyof typeof FINDINGS;

/** One thing that was looked at. */
export interface Finding {
  /** Tells findings apart; never changes once released. */
  readonly id: FindingId;
  /** What it is about. */
  readonly area: Area;
  /** How serious it is. */
  readonly level: Level;
  /** What was found, one sentence without a final period; no secret in it. */
  readonly message: string;
  /** What the user can do about it. */
  readonly fix?: string;
  /** Facts for programs; no secret among them. */
  readonly details?: Details;
}

/** Facts about a finding, by name. */
export type Details = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;

/** What a finding says. */
export interface Saying {
  /** What was found. */
  readonly message: string;
  /** What the user can do about it. */
  readonly fix?: string | undefined;
  /** Facts for programs. */
  readonly details?: Details;
  /** The area, where it is not the one of the id. */
  readonly area?: Area;
}

/**
 * Makes a finding.
 *
 * @param id Which one; it decides the area.
 * @param level How serious it is.
 * @param options What it says.
 * @returns The finding.
 */
export function finding(
  id: FindingId,
  level: Level,
  { message, fix, details, area = FINDINGS[id] }: Saying,
): Finding {
  return {
    id,
    area,
    level,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(details === undefined ? {} : { details }),
  };
}

/** How many findings of each kind there are. */
export interface Summary {
  /** All is well. */
  readonly ok: number;
  /** Worth knowing. */
  readonly notes: number;
  /** Works, but should be put right. */
  readonly warnings: number;
  /** Does not work. */
  readonly errors: number;
}

/**
 * Counts findings.
 *
 * @param findings The findings.
 * @returns How many of each level.
 */
export function summarize(findings: readonly Finding[]): Summary {
  const count = (level: Level) =>
    findings.filter((each) => each.level === level).length;
  return {
    ok: count("ok"),
    notes: count("note"),
    warnings: count("warning"),
    errors: count("error"),
  };
}
