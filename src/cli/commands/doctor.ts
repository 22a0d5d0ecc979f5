import type { Diagnosis } from "../../adapters/diagnosis/mod.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import { runChecks } from "../doctor/checks.ts";
import { checksOf } from "../doctor/examine.ts";
import type { Area } from "../doctor/finding.ts";
import { readProfiles } from "../doctor/profiles.ts";
import { jsonReport, prettyReport } from "../doctor/report.ts";
import { verdictOf } from "../doctor/verdict.ts";
import type { DoctorFlags } from "../flags/doctor.ts";
import type { Io } from "../io.ts";
import { requireProfile } from "../profiles/profile_store.ts";
import { createStyle, usesColor } from "../terminal/style.ts";

/** Silence longer than this makes people wonder. */
const PATIENCE_MS = 1_000;
/** All is looked at side by side, so this is about how long the command takes. */
const LIMIT_MS = 4_500;

/** A named profile must exist; one that is only meant may be missing. */
function profileOf(
  document: ProfilesDocument | undefined,
  { flags, io }: { readonly flags: DoctorFlags; readonly io: Io },
): Profile | undefined {
  if (document === undefined) return undefined;
  if (flags.profile !== undefined) {
    return requireProfile(document, flags.profile);
  }
  const { default: standard, profiles } = document;
  const meant = (io.env("ENTRADA_PROFILE") || undefined) ?? standard;
  if (meant !== undefined) return findProfile(profiles, meant);
  return profiles.length === 1 ? profiles[0] : undefined;
}

/** Tells once what is waited for, if it takes long. */
function tellWhenSlow({ io, messages }: Context) {
  let areas: readonly Area[] = [];
  let isDone = false;
  io.remind(PATIENCE_MS, () => {
    if (isDone) return;
    const what = areas.length === 0 ? "everything" : areas.join(", ");
    messages.note(
      `Still looking at ${what}; it takes ${LIMIT_MS / 1_000} seconds at most`,
    );
  });
  return {
    onPending: (pending: readonly Area[]) => areas = pending,
    stop: () => isDone = true,
  };
}

/**
 * Examines the machine and the settings, and names what to put right.
 *
 * @param context The world.
 * @param flags The options.
 * @param diagnosis Looks at the world more closely; the machine unless given.
 */
export async function runDoctor(
  context: Context,
  flags: DoctorFlags,
  { diagnosis }: { readonly diagnosis: Diagnosis },
): Promise<void> {
  const { io, options } = context;
  const loaded = await readProfiles(io);
  const profile = profileOf(loaded.document, { flags, io });
  const slow = tellWhenSlow(context);
  const checks = checksOf({
    io,
    diagnosis,
    loaded,
    ...(profile === undefined ? {} : { profile }),
    offline: flags.offline === true,
    verbose: options.verbose,
    trace: context.trace,
  });
  const findings = await runChecks(checks, {
    clock: io.clock,
    signal: io.signal,
    limitMs: LIMIT_MS,
    onPending: slow.onPending,
  }).finally(slow.stop);
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  io.stdout.write(
    flags.json
      ? jsonReport(findings)
      : prettyReport(findings, { style, verbose: options.verbose }),
  );
  const verdict = verdictOf(findings);
  if (verdict !== undefined) throw verdict;
}

/** Examines the machine and the settings, and names what to put right. */
export default async function doctor(
  this: Context,
  flags: DoctorFlags,
): Promise<void> {
  await runDoctor(this, flags, { diagnosis: await this.io.diagnosis() });
}
