import type { Secret } from "../../engine/secret.ts";
import { layoutOf } from "./layout.ts";
import type { Size } from "./model.ts";

/** One thing that a script may do, ready to be drawn: every text is clean. */
export interface ScriptPermission {
  /** As Deno names it: `net`, `read`. */
  readonly name: string;
  /** What it holds for: a host, a path, a variable. */
  readonly value: string;
  /** What it lets a script do: the end of a sentence. */
  readonly meaning: string;
  /** Whether it can lead to everything else. */
  readonly isDangerous: boolean;
}

/** A user's script as the palette lists it; every text is clean. */
export interface ScriptSummary {
  readonly path: string;
  readonly title: string;
  /** Whether it is given the token in front. */
  readonly needsToken: boolean;
  /** Why it cannot be run, one sentence. */
  readonly problem?: string;
}

/** A script that was read whole and may be run as it is now. */
export interface ScriptPlan {
  /** What it says of itself. */
  readonly description?: string;
  readonly permissions: readonly ScriptPermission[];
  /** Tells this text and these permissions from all others. */
  readonly fingerprint: string;
  /** Whether the person has allowed exactly this before. */
  readonly isAllowed: boolean;
}

/** The token that a script is given. */
export interface ScriptToken {
  readonly access: Secret;
  /** Whose it is; absent for a pasted one. */
  readonly profile?: string;
  readonly clientId?: string;
  readonly account?: string;
  readonly scopes: readonly string[];
  /** End of validity, milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** One line that a script wrote; its text is clean. */
export interface ScriptLine {
  readonly stream: "out" | "err";
  readonly text: string;
}

/** How a script ended. */
export interface ScriptEnding {
  readonly code: number;
  /** The signal that ended it, when one did. */
  readonly signal?: string;
}

/** So many lines of a script's output are kept. */
export const SCRIPT_LINES_KEPT = 1000;

/** A script in front: what it asks for, then what it writes. */
export interface ScriptOverlay {
  readonly kind: "script";
  /** Grows with every run, so that late news of an old one can be told. */
  readonly scriptId: number;
  readonly script: ScriptSummary;
  readonly stage: "reading" | "asking" | "running" | "stopping" | "ended";
  /** Absent until the script is read. */
  readonly plan?: ScriptPlan;
  /** Absent where the script needs none. */
  readonly token?: ScriptToken;
  /** What it wrote last. */
  readonly lines: readonly ScriptLine[];
  /** How many more lines there were. */
  readonly dropped: number;
  readonly ending?: ScriptEnding;
  /** Why it could not be run, one or two sentences. */
  readonly problem?: string;
  readonly scroll: number;
  /** Whether the newest line stays in sight. */
  readonly isFollowing: boolean;
}

/** What a person does with scripts. */
export type ScriptUserMessage =
  | {
    readonly type: "run_script";
    /** Absent for the one in front, which is then run again. */
    readonly path?: string;
  }
  | {
    readonly type: "allow_script";
    /** Whether not to ask again until it changes. */
    readonly remember: boolean;
  }
  | { readonly type: "stop_script" }
  | { readonly type: "copy_script" };

/** What became of a script. */
export type ScriptNews =
  | { readonly kind: "planned"; readonly plan: ScriptPlan }
  | {
    readonly kind: "wrote";
    readonly lines: readonly ScriptLine[];
    /** How many lines before them are not told. */
    readonly dropped: number;
  }
  | { readonly kind: "ended"; readonly ending: ScriptEnding }
  | { readonly kind: "failed"; readonly problem: string };

/** What the world reports about scripts. */
export type ScriptWorldMessage =
  | {
    readonly type: "scripts_found";
    readonly scripts: readonly ScriptSummary[];
  }
  | {
    readonly type: "script_news";
    readonly scriptId: number;
    readonly news: ScriptNews;
  };

/** What is asked of the world about scripts. */
export type ScriptEffect =
  | { readonly type: "find_scripts" }
  | {
    readonly type: "plan_script";
    readonly scriptId: number;
    readonly path: string;
  }
  | {
    readonly type: "start_script";
    readonly scriptId: number;
    readonly path: string;
    /** What the person has allowed; a file that changed since is not run. */
    readonly fingerprint: string;
    readonly remember: boolean;
    readonly token?: ScriptToken;
  }
  | { readonly type: "stop_script"; readonly scriptId: number };

/**
 * Rows of output: the status and an empty row stand above it.
 *
 * @param size The terminal's size.
 * @returns At least 1.
 */
export function scriptRows(size: Size): number {
  return Math.max(1, layoutOf(size).body - 2);
}

/**
 * Tells whether a script has a process.
 *
 * @param overlay The script.
 * @returns Whether it runs, or is being stopped.
 */
export function isAtWork({ stage }: ScriptOverlay): boolean {
  return stage === "running" || stage === "stopping";
}
