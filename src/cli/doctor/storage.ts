import type { DirectoryFacts, Trial } from "../../adapters/diagnosis/mod.ts";
import { type Finding, finding } from "./finding.ts";
import { isOpen, isWritableByOthers, modeText, shellWord } from "./modes.ts";
import { judgeStateFiles } from "./state_files.ts";

const ELSEWHERE = "Set ENTRADA_HOME to a directory of your own on a local disk";

function unusable({ path, isForeign }: DirectoryFacts): readonly Finding[] {
  const details = { path: path.path };
  if (path.kind === "unknown") {
    return [finding("state_directory_unusable", "error", {
      message: `The state directory ${path.path} may not be looked at`,
      fix: "Check its owner and mode, and that Entrada runs with --allow-read",
      details,
    })];
  }
  if (path.kind !== "directory" && path.kind !== "missing") {
    return [finding("state_directory_unusable", "error", {
      message: `The state directory ${path.path} is no directory`,
      fix: `Move away what is there, or ${lower(ELSEWHERE)}`,
      details,
    })];
  }
  return isForeign
    ? [finding("state_directory_foreign", "error", {
      message: `The state directory ${path.path} belongs to another user`,
      fix: `Take it over (sudo chown -R "$(id -u)" ${
        shellWord(path.path)
      }), or ${lower(ELSEWHERE)}`,
      details,
    })]
    : [];
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const WRITING: Readonly<
  Record<Exclude<Trial["outcome"], "written">, readonly [string, string]>
> = {
  denied: [
    "it may not be written",
    `Check its owner and mode, or ${lower(ELSEWHERE)}`,
  ],
  read_only: ["its file system is read-only", ELSEWHERE],
  full: ["the disk or your quota is full", "Make room on the disk"],
  failed: ["its file system fails", `Check the disk, or ${lower(ELSEWHERE)}`],
};

function trialFindings({ trial, triedIn }: DirectoryFacts): readonly Finding[] {
  if (trial.outcome !== "written") {
    const [why, fix] = WRITING[trial.outcome];
    const id = trial.outcome === "full"
      ? "state_disk_full"
      : "state_not_writable";
    return [finding(id, "error", {
      message: `Tokens cannot be kept in ${triedIn}: ${why} (${trial.code})`,
      fix,
      details: { path: triedIn, code: trial.code },
    })];
  }
  if (trial.isLockable) return [];
  return [finding("state_without_locks", "error", {
    message:
      `Tokens cannot be kept in ${triedIn}: its file system has no locks, as some network file systems`,
    fix: ELSEWHERE,
    details: { path: triedIn },
  })];
}

function modeFindings({ path }: DirectoryFacts): readonly Finding[] {
  const { mode } = path;
  if (path.kind !== "directory" || mode === undefined || !isOpen(mode)) {
    return [];
  }
  const write = isWritableByOthers(mode);
  return [finding("state_directory_open", write ? "error" : "warning", {
    message: `Others may ${
      write ? "write to" : "look into"
    } the state directory ${path.path} (mode ${modeText(mode)})`,
    fix: `chmod 700 ${shellWord(path.path)}`,
    details: { path: path.path, mode: modeText(mode) },
  })];
}

function linkFindings({ path }: DirectoryFacts): readonly Finding[] {
  if (!path.isLink) return [];
  return [finding("state_directory_link", "note", {
    message: `The state directory ${path.path} is a symbolic link`,
    fix: "Make sure that it leads to a directory of your own on a local disk",
    details: { path: path.path },
  })];
}

/**
 * Judges the place where tokens are kept.
 *
 * @param facts What was found there; `undefined` when no place is known.
 * @returns The findings.
 */
export function judgeStorage(
  facts: DirectoryFacts | undefined,
): readonly Finding[] {
  if (facts === undefined) {
    return [finding("state_place_unknown", "error", {
      message:
        "No place for tokens is known: there is not even a home directory",
      fix: "Set ENTRADA_HOME to a directory of your own",
    })];
  }
  const stopped = unusable(facts);
  if (stopped.length > 0) return stopped;
  const found = [
    ...trialFindings(facts),
    ...modeFindings(facts),
    ...linkFindings(facts),
    ...judgeStateFiles(facts),
  ];
  if (found.some(({ level }) => level === "error")) return found;
  const { path } = facts.path;
  return [
    finding("state_directory", "ok", {
      message: facts.path.kind === "missing"
        ? `The state directory ${path} is not there yet; it can be made`
        : `The state directory ${path} can be written and locked`,
      details: { path, exists: facts.path.kind === "directory" },
    }),
    ...found,
  ];
}
