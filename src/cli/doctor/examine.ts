import type { Diagnosis } from "../../adapters/diagnosis/mod.ts";
import type { Merged, Origin } from "../../settings/merge.ts";
import { stateDirectory } from "../../settings/location.ts";
import type { Profile } from "../../settings/profile.ts";
import {
  type CallSettings,
  credentialType,
  mergeCallSettings,
  profileLayer,
} from "../call/call_settings.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import { flowOf } from "../call/flow_choice.ts";
import type { Io } from "../io.ts";
import type { TraceSession } from "../tracing/trace_session.ts";
import { askAuthority, authorityOf } from "./ask_authority.ts";
import { judgeBrowser } from "./browser.ts";
import type { Check } from "./checks.ts";
import { CLIPBOARD_PROGRAMS, judgeClipboard } from "./clipboard.ts";
import { judgeClock } from "./clock.ts";
import { judgeEnvironment } from "./environment.ts";
import { type Finding, finding } from "./finding.ts";
import { judgeLoopback } from "./loopback.ts";
import { judgeNetwork } from "./network.ts";
import { problemOf } from "./problem.ts";
import { judgeProfiles, type LoadedProfiles } from "./profiles.ts";
import { judgeProtection } from "./protection.ts";
import { judgeRuntime } from "./runtime.ts";
import { judgeStorage } from "./storage.ts";

/** What is examined. */
export interface Examination {
  /** The world. */
  readonly io: Io;
  /** Looks at the world more closely. */
  readonly diagnosis: Diagnosis;
  /** The profiles, or why there are none to be had. */
  readonly loaded: LoadedProfiles;
  /** The profile whose authority is asked; absent when none is meant. */
  readonly profile?: Profile;
  /** Whether the network is left alone. */
  readonly offline: boolean;
  /** Whether the system's own words are wanted. */
  readonly verbose: boolean;
  /** Records what is sent, where that is asked for. */
  readonly trace?: TraceSession | undefined;
}

/** What a call would use now: the environment before the profile. */
function settingsOf({ io, profile }: Examination): Merged<CallSettings> {
  const own = profile === undefined ? [] : [profileLayer(profile)];
  try {
    return mergeCallSettings([...environmentLayers(io.env), ...own]);
  } catch {
    // What is wrong with the variables is told by itself.
    return mergeCallSettings(own);
  }
}

function nameOf({ kind, name }: Origin): string {
  return kind === "profile" ? `profile "${name}"` : name;
}

/** Where the authority comes from, in words. */
function reasonOf({ place, tenant }: Merged<CallSettings>): string {
  const origin = place?.origin ?? tenant?.origin;
  if (origin === undefined) return "the public cloud";
  return nameOf(origin);
}

async function examineNetwork(
  examination: Examination,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { io, diagnosis, offline, trace } = examination;
  if (offline) {
    return [finding("network_skipped", "note", {
      message: "The network and the clock were not looked at (--offline)",
    })];
  }
  let address, reason;
  try {
    const settings = settingsOf(examination);
    address = authorityOf(settings);
    reason = reasonOf(settings);
  } catch (error) {
    const { message, fix } = problemOf(error);
    return [
      finding("authority_unknown", "error", { message, fix }),
      ...judgeClock(undefined),
    ];
  }
  const options = { io, diagnosis, reason, signal, trace };
  const { network, time } = await askAuthority(address, options);
  return [...judgeNetwork(network), ...judgeClock(time)];
}

function stateOf(io: Io): string | undefined {
  return stateDirectory({ os: io.host.os, env: io.env });
}

async function examineStorage(
  { io, diagnosis }: Examination,
): Promise<readonly Finding[]> {
  const directory = stateOf(io);
  return judgeStorage(
    directory === undefined
      ? undefined
      : await diagnosis.inspectDirectory(directory),
  );
}

async function examineProtection(
  examination: Examination,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { io, diagnosis, verbose } = examination;
  const directory = stateOf(io);
  if (directory === undefined) return [];
  const path = io.env("ENTRADA_PASSPHRASE_FILE");
  const [facts, passphraseFile] = await Promise.all([
    diagnosis.inspectProtection(directory, signal),
    path ? diagnosis.lookAt(path) : undefined,
  ]);
  const { tokenStore } = settingsOf(examination);
  return judgeProtection(facts, {
    verbose,
    canAsk: io.stdin.isTerminal,
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(tokenStore === undefined ? {} : {
      asked: { name: tokenStore.value, by: nameOf(tokenStore.origin) },
    }),
  });
}

async function examineBrowser(
  examination: Examination,
): Promise<readonly Finding[]> {
  const { io, diagnosis } = examination;
  const settings = settingsOf(examination);
  const auth = credentialType(settings);
  return judgeBrowser(await diagnosis.browser(), {
    os: io.host.os,
    env: io.env,
    choice: flowOf(settings, { auth, io }),
  });
}

async function examineProfiles(
  { io, diagnosis, loaded: { document, findings } }: Examination,
): Promise<readonly Finding[]> {
  return document === undefined
    ? findings
    : await judgeProfiles(document, { io, diagnosis });
}

/**
 * Lists what is to be looked at.
 *
 * @param examination What is examined.
 * @returns The checks; none of them has begun.
 */
export function checksOf(examination: Examination): readonly Check[] {
  const { io, diagnosis } = examination;
  const now = (findings: () => readonly Finding[]) => () =>
    Promise.resolve(findings());
  return [
    {
      area: "runtime",
      run: now(() => judgeRuntime(diagnosis.runtime())),
    },
    { area: "profiles", run: () => examineProfiles(examination) },
    { area: "environment", run: now(() => judgeEnvironment(io.env)) },
    { area: "storage", run: () => examineStorage(examination) },
    {
      area: "storage",
      run: (signal) => examineProtection(examination, signal),
    },
    { area: "network", run: (signal) => examineNetwork(examination, signal) },
    { area: "loopback", run: now(() => judgeLoopback(diagnosis.listen())) },
    { area: "browser", run: () => examineBrowser(examination) },
    {
      area: "clipboard",
      run: async () =>
        judgeClipboard({
          env: io.env,
          programs: await diagnosis.findPrograms(CLIPBOARD_PROGRAMS),
        }),
    },
  ];
}
