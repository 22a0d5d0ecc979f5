// One run of every command in a world of canaries, and what it let out.
import assert from "node:assert/strict";
import {
  type FakeSetting,
  memoryStorage,
  type Ran,
  runFake,
} from "../cli/fake_io.ts";
import { CANARY_CALLS, type CanaryCall, PFX_PLACE } from "./canary_calls.ts";
import { pfx } from "./certificates/pfx.ts";
import { type CanaryKind, type CanarySet, countOf } from "./canary_secrets.ts";
import {
  CANARY,
  CANARY_ENV,
  CANARY_PROFILES,
  type CanaryOutcome,
  canarySet,
  canaryWorld,
} from "./canary_world.ts";

function settingOf(
  { setting = {} }: CanaryCall,
  world: FakeSetting,
): FakeSetting {
  return {
    ...world,
    ...setting,
    env: { ...CANARY_ENV, ...setting.env },
    files: { ...CANARY_PROFILES, ...setting.files },
  };
}

/** What a run may show; only what was asked for, and only when it was had. */
function shownBy(
  { shows = [] }: CanaryCall,
  { code }: Ran,
): readonly CanaryKind[] {
  return code === 0 ? shows : [];
}

/** How all calls are run. */
export interface CanaryWay {
  readonly outcome: CanaryOutcome;
  /** Options that make them talk. */
  readonly talk: readonly string[];
  /** Where the PFX file is. */
  readonly pfxPath: string;
}

/** Runs one call, and what has to come before it. */
export async function runCall(
  call: CanaryCall,
  { outcome, talk, set, pfxPath }: CanaryWay & { readonly set: CanarySet },
): Promise<Ran> {
  const storage = memoryStorage();
  for (const argv of call.before ?? []) {
    const ran = await runFake(argv, { ...canaryWorld("ok", set), storage });
    assert.equal(ran.code, 0, argv.join(" "));
  }
  const argv = call.argv.map((word) => word === PFX_PLACE ? pfxPath : word);
  return await runFake([...argv, ...talk], {
    ...settingOf(call, canaryWorld(outcome, set)),
    storage,
  });
}

/** What the run told that it should not have, in words that tell no secret. */
export function leaksOf(
  ran: Ran,
  { call, set }: { readonly call: CanaryCall; readonly set: CanarySet },
): string[] {
  const shown = shownBy(call, ran);
  const profiles = [...ran.files].filter(([path]) => path.endsWith(".json"));
  const texts = {
    stderr: ran.stderr,
    profiles: profiles.map(([, text]) => text).join("\n"),
    "a program's arguments": ran.ports.commands
      .map(({ argv }) => argv.join(" ")).join("\n"),
    "an opened address": ran.ports.opened.join("\n"),
    questions: ran.ports.questions.join("\n"),
  };
  const leaks = [
    ...set.hitsIn(ran.stdout, shown).map((hit) => ({
      ...hit,
      where: "stdout",
    })),
    ...Object.entries(texts).flatMap(([where, text]) =>
      set.hitsIn(text).map((hit) => ({ ...hit, where }))
    ),
  ];
  const count = countOf(ran.stdout, CANARY.accessToken);
  return [
    ...leaks.map(({ kind, as, where }) => `${kind} as ${as} in ${where}`),
    ...(shown.includes("access token") && count !== 1
      ? [`the access token ${count} times in stdout`]
      : []),
  ];
}

/** The words of a call that are no values. */
function nameOf({ argv }: CanaryCall): string {
  return argv.filter((word) => /^(-{0,2})[a-z-]+$/.test(word)).join(" ");
}

/** What running everything came to. */
export interface CanaryReport {
  readonly runs: number;
  readonly succeeded: number;
  /** Each leak once, in words that tell no secret. */
  readonly leaks: readonly string[];
}

/** Runs every call. */
export async function runEverything(
  way: Omit<CanaryWay, "pfxPath">,
): Promise<CanaryReport> {
  const pfxPath = await Deno.makeTempFile({ suffix: ".pfx" });
  const leaks = new Set<string>();
  let [runs, succeeded] = [0, 0];
  try {
    await Deno.writeFile(pfxPath, pfx("modern"));
    for (const call of CANARY_CALLS) {
      const set = canarySet();
      const ran = await runCall(call, { ...way, set, pfxPath });
      runs++;
      if (ran.code === 0) succeeded++;
      for (const leak of leaksOf(ran, { call, set })) {
        leaks.add(`${nameOf(call)} ${way.talk.join(" ")}: ${leak}`);
      }
    }
  } finally {
    await Deno.remove(pfxPath);
  }
  return { runs, succeeded, leaks: [...leaks] };
}

/** How many different commands there are among the calls. */
export function commandCount(): number {
  const commands = CANARY_CALLS.map(({ argv: [first = "", second = ""] }) =>
    /^(config|cache)$/.test(first) ? `${first} ${second}` : first
  );
  return new Set(commands).size;
}
