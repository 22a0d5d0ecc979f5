import type { Secret } from "../../engine/secret.ts";

/** One check of a token, ready to be drawn: every text is clean. */
export interface CheckReading {
  /** What was checked. */
  readonly name: string;
  /** Whether it is right; `skipped` where there was nothing to check by. */
  readonly mark: "ok" | "wrong" | "skipped";
  /** What was found, for scripts. */
  readonly code: string;
  readonly message: string;
  /** What can be done about it. */
  readonly hint?: string;
}

/**
 * What became of all checks: all right; the signature is, and something else is
 * not; something is wrong; nothing is wrong, and the signature cannot be checked.
 */
export type CheckOutcome = "valid" | "signed" | "invalid" | "unverified";

/** A token that is being verified, or was. */
export interface VerifyOverlay {
  readonly kind: "verify";
  readonly checkId: number;
  readonly checks: readonly CheckReading[];
  /** Absent while checks are to come. */
  readonly outcome?: CheckOutcome;
  /** Why the checks ended early, one or two sentences. */
  readonly problem?: string;
  readonly scroll: number;
}

/** One claim that differs, ready to be drawn: every text is clean. */
export interface DifferenceReading {
  readonly name: string;
  readonly group: string;
  readonly change: "added" | "removed" | "changed";
  readonly text: string;
}

/** Two tokens compared. */
export interface DiffOverlay {
  readonly kind: "diff";
  readonly checkId: number;
  /** Whose tokens: the one in front, then the other one. */
  readonly names: readonly [string, string];
  /** Absent until they are compared. */
  readonly differences?: readonly DifferenceReading[];
  /** How many claims are the same. */
  readonly same: number;
  /** Why they could not be compared. */
  readonly problem?: string;
  readonly scroll: number;
}

/** What an API would say to a token. */
export interface RejectOverlay {
  readonly kind: "reject";
  readonly checkId: number;
  /** What was asked, as it was typed. */
  readonly asked: string;
  /** The API, by its name where it has one. */
  readonly target: string;
  readonly checks: readonly CheckReading[];
  /** Whether there is a reason to reject it; absent until that is known. */
  readonly rejected?: boolean;
  /** Why that cannot be told. */
  readonly problem?: string;
  readonly scroll: number;
}

/** What lies over a token that is looked at closer. */
export type CheckOverlay = VerifyOverlay | DiffOverlay | RejectOverlay;

/** An API, and what it asks a token for. */
export interface TargetWish {
  /** Its URI or id, or a name such as `graph`. */
  readonly resource: string;
  /** Scopes of a user's token, roles of an application's. */
  readonly permissions: readonly string[];
}

/** What a person asks about tokens. */
export type CheckUserMessage =
  | { readonly type: "open_why" }
  | { readonly type: "open_verify" }
  | { readonly type: "ask_diff" }
  | { readonly type: "diff_with"; readonly profile: string }
  | { readonly type: "copy_checks" };

/** What became of it. */
export type CheckWorldMessage =
  | {
    readonly type: "checked";
    readonly checkId: number;
    readonly check: CheckReading;
  }
  | {
    readonly type: "verified";
    readonly checkId: number;
    readonly outcome: CheckOutcome;
  }
  | {
    readonly type: "compared";
    readonly checkId: number;
    readonly differences: readonly DifferenceReading[];
    readonly same: number;
  }
  | {
    readonly type: "judged";
    readonly checkId: number;
    /** The API, by its name where it has one. */
    readonly target: string;
    readonly rejected: boolean;
    readonly checks: readonly CheckReading[];
  }
  | {
    readonly type: "check_failed";
    readonly checkId: number;
    readonly problem: string;
  };

/** What is asked of the world. */
export type CheckEffect =
  | {
    readonly type: "verify_token";
    readonly checkId: number;
    readonly token: Secret;
    /** Whose authority is trusted; absent for a pasted token. */
    readonly profile?: string;
  }
  | {
    /** Asks why an API would reject a token. */
    readonly type: "judge_token";
    readonly checkId: number;
    readonly token: Secret;
    readonly target: TargetWish;
  }
  | {
    readonly type: "compare_tokens";
    readonly checkId: number;
    readonly tokens: readonly [Secret, Secret];
  };
