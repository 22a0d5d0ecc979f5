import assert from "node:assert/strict";
import { judgeExpiry } from "../../../src/cli/doctor/certificate.ts";
import {
  AREAS,
  type Finding,
  finding,
  FINDINGS,
} from "../../../src/cli/doctor/finding.ts";
import { problemOf } from "../../../src/cli/doctor/problem.ts";
import { jsonReport, prettyReport } from "../../../src/cli/doctor/report.ts";
import { verdictOf } from "../../../src/cli/doctor/verdict.ts";
import { exitCodeOf } from "../../../src/cli/exit_codes.ts";
import { createStyle } from "../../../src/cli/terminal/style.ts";
import { marks } from "./facts.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const FOUND: readonly Finding[] = [
  finding("tls", "error", {
    message: "The host cannot prove who it is",
    fix: "Ask your administrator",
  }),
  finding("runtime_version", "ok", {
    message: "Deno 2.9.6",
    details: { deno: "2.9.6" },
  }),
  finding("environment_variable", "warning", {
    message: "LD_PRELOAD is set",
    fix: "Unset it",
  }),
  finding("flow", "note", { message: "device-code" }),
];

/** Scripts ask for these: none may go or change its name. */
const IDS = [
  "assertion_source_elsewhere",
  "authority_unknown",
  "browser",
  "browser_missing",
  "browser_not_permitted",
  "certificate_expired",
  "certificate_expires_soon",
  "certificate_not_opened",
  "certificate_unusable",
  "certificate_valid",
  "check_failed",
  "check_late",
  "clipboard",
  "clock",
  "clock_skew",
  "clock_unknown",
  "connection",
  "default_profile_missing",
  "discovery",
  "discovery_slow",
  "dns",
  "environment_clean",
  "environment_secret",
  "environment_settings",
  "environment_settings_invalid",
  "environment_variable",
  "flow",
  "kernel_keyring",
  "keyring",
  "loopback_ipv6_missing",
  "loopback_listens",
  "loopback_unavailable",
  "network_skipped",
  "passphrase_file",
  "permission_missing",
  "profile_invalid",
  "profile_reference_missing",
  "profile_tenant_missing",
  "profile_valid",
  "profiles_damaged",
  "profiles_file",
  "profiles_none",
  "profiles_unreadable",
  "profiles_writable_by_others",
  "protection",
  "protection_failed",
  "proxy",
  "proxy_invalid",
  "runtime_permissions",
  "runtime_version",
  "secret_expired",
  "secret_expires_soon",
  "secret_missing",
  "secret_readable_by_others",
  "state_directory",
  "state_directory_foreign",
  "state_directory_link",
  "state_directory_open",
  "state_directory_unusable",
  "state_disk_full",
  "state_files_foreign",
  "state_files_open",
  "state_files_unexpected",
  "state_leftovers",
  "state_not_writable",
  "state_place_unknown",
  "state_plaintext",
  "state_set_aside",
  "state_without_locks",
  "tls",
];

test("FINDINGS keeps its ids, and every area has one", () => {
  assert.deepEqual(new Set(Object.values(FINDINGS)), new Set(AREAS));
  for (const id of Object.keys(FINDINGS)) {
    assert.match(id, /^[a-z0-9]+(_[a-z0-9]+)*$/);
  }
  assert.deepEqual(Object.keys(FINDINGS).sort(), IDS);
});

test("prettyReport() sorts by area and marks with a sign and a word, the fix on its own line", () => {
  const text = prettyReport(FOUND, {
    style: createStyle(false),
    verbose: false,
  });
  assert.equal(
    text,
    `Runtime
  ✓ ok       Deno 2.9.6

Environment
  ▲ warning  LD_PRELOAD is set
             Fix: Unset it

Network
  ✖ error    The host cannot prove who it is
             Fix: Ask your administrator

Browser
  ○ note     device-code

1 ok, 1 note, 1 warning, 1 error
`,
  );
  const verbose = prettyReport(FOUND, {
    style: createStyle(false),
    verbose: true,
  });
  assert.match(verbose, /^ {13}deno: 2\.9\.6$/m);
});

const SGR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

test("prettyReport() says the same with and without colour", () => {
  const colored = prettyReport(FOUND, {
    style: createStyle(true),
    verbose: false,
  });
  const plain = prettyReport(FOUND, {
    style: createStyle(false),
    verbose: false,
  });
  assert.ok(colored.includes("\u001b[31m✖ error"));
  assert.equal(colored.replaceAll(SGR, ""), plain);
});

test("prettyReport() and jsonReport() let no control character through", () => {
  const hostile = "CN=\u001b]0;x\u0007\u202e\u{e0041}\r\n";
  const found = [
    finding("tls", "error", {
      message: hostile,
      fix: hostile,
      details: { issuer: hostile, list: [hostile] },
    }),
  ];
  for (
    const text of [
      prettyReport(found, { style: createStyle(false), verbose: true }),
      jsonReport(found),
    ]
  ) {
    assert.deepEqual(
      text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}]/gu) ?? [],
      [],
    );
  }
  assert.equal(JSON.parse(jsonReport(found)).findings[0].message, hostile);
});

test("jsonReport() has the documented shape", () => {
  const report = JSON.parse(jsonReport(FOUND));
  assert.deepEqual(Object.keys(report), ["version", "findings", "summary"]);
  assert.match(report.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(report.summary, { ok: 1, notes: 1, warnings: 1, errors: 1 });
  assert.deepEqual(report.findings.map((each: Finding) => each.area), [
    "runtime",
    "environment",
    "network",
    "browser",
  ]);
  assert.deepEqual(report.findings[2], {
    id: "tls",
    area: "network",
    level: "error",
    message: "The host cannot prove who it is",
    fix: "Ask your administrator",
  });
});

test("verdictOf() ends with 78 before 8 before 4, and with none without an error", () => {
  const error = (id: keyof typeof FINDINGS) =>
    finding(id, "error", { message: "" });
  for (
    const [ids, code] of [
      [["profile_invalid", "state_disk_full", "dns"], 78],
      [["environment_variable"], 78],
      [["state_disk_full", "dns"], 8],
      [["protection_failed"], 8],
      [["dns"], 4],
      [["loopback_unavailable"], 4],
    ] as const
  ) assert.equal(exitCodeOf(verdictOf(ids.map(error))), code, ids.join());
  assert.equal(
    verdictOf([finding("tls", "warning", { message: "" })]),
    undefined,
  );
  assert.match(
    verdictOf([error("dns"), error("tls")])?.message ?? "",
    /^2 things/,
  );
});

const DAY = 24 * 60 * 60_000;

test("judgeExpiry() warns 30 days before, and is an error after", () => {
  const of = (days: number) =>
    judgeExpiry({
      name: "ci",
      subject: "CN=build",
      notAfter: days * DAY,
      now: 0,
    });
  assert.deepEqual(marks([of(31), of(30), of(29), of(1), of(0), of(-3)]), [
    "certificate_valid: ok",
    "certificate_valid: ok",
    "certificate_expires_soon: warning",
    "certificate_expires_soon: warning",
    "certificate_expired: error",
    "certificate_expired: error",
  ]);
  assert.match(
    of(29).message,
    /Profile "ci": .*CN=build.* valid for 29 days more, until 1970-01-30/,
  );
  assert.match(of(-3).message, /expired 3 days ago, on 1969-12-29/);
});

test("problemOf() does not repeat the message of an unknown error", () => {
  assert.doesNotMatch(problemOf(new Error("s3cr3t")).message, /s3cr3t/);
  assert.doesNotMatch(problemOf("s3cr3t").message, /s3cr3t/);
});
