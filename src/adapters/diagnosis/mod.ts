/**
 * What `doctor` looks at in the world: facts, and no judgement of them. Each
 * file is one place. Nothing here asks for a permission: what may not be
 * looked at is told as such. Loaded when the command runs.
 *
 * @module
 */
import type { BrowserFacts } from "./browser.ts";
import { findBrowser } from "./browser.ts";
import { type DirectoryFacts, inspectDirectory } from "./directory.ts";
import { listenEverywhere, type ListenFacts } from "./listen.ts";
import { lookAt, type PathFacts } from "./path.ts";
import { findPrograms } from "./programs.ts";
import { inspectProtection, type ProtectionFacts } from "./protection.ts";
import { mayReach, reach, type ReachFacts } from "./reach.ts";
import { type RuntimeFacts, runtimeFacts } from "./runtime.ts";

export type { CertificateFacts } from "./handshake.ts";
export type { BrowserFacts } from "./browser.ts";
export type { DirectoryFacts, EntryFacts, Trial } from "./directory.ts";
export type { FamilyFacts, ListenFacts } from "./listen.ts";
export type { PathFacts } from "./path.ts";
export type { ProtectionFacts } from "./protection.ts";
export type { ReachFacts } from "./reach.ts";
export type { PermissionFacts, RuntimeFacts } from "./runtime.ts";

/** Looks at the world for `doctor`. */
export interface Diagnosis {
  /** Which runtime it is, and what the program may do. */
  runtime(): RuntimeFacts;
  /**
   * Looks at what stands at a path; its content is not read.
   *
   * @param path The path; `~/` means the home directory.
   */
  lookAt(path: string): Promise<PathFacts>;
  /**
   * Looks into a directory, and tries whether files can be made and locked
   * there, or in the nearest one above it when it is missing.
   *
   * @param path The directory.
   */
  inspectDirectory(path: string): Promise<DirectoryFacts>;
  /**
   * Tries the places where the key of kept tokens can be.
   *
   * @param directory The state directory.
   * @param signal Ends it.
   */
  inspectProtection(
    directory: string,
    signal: AbortSignal,
  ): Promise<ProtectionFacts>;
  /** Tries to listen on this machine's own addresses. */
  listen(): ListenFacts;
  /** Finds what would open a page. */
  browser(): Promise<BrowserFacts>;
  /**
   * Finds programs where the system would, without running them.
   *
   * @param names The programs.
   * @returns Those that are there.
   */
  findPrograms(names: readonly string[]): Promise<readonly string[]>;
  /**
   * Tells whether a host may be asked without a question to the user.
   *
   * @param address The address; only scheme, host and port count.
   */
  mayReach(address: URL): boolean;
  /**
   * Goes the way to a host step by step: its name, a connection, its
   * certificate.
   *
   * @param address The address; only host and port count.
   * @param signal Ends it.
   */
  reach(address: URL, signal: AbortSignal): Promise<ReachFacts>;
}

/** Looks at this machine. */
export const systemDiagnosis: Diagnosis = {
  runtime: runtimeFacts,
  lookAt,
  inspectDirectory,
  inspectProtection,
  listen: listenEverywhere,
  browser: findBrowser,
  findPrograms,
  mayReach,
  reach,
};
