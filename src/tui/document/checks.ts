import type {
  CheckOutcome,
  CheckOverlay,
  CheckReading,
  RejectOverlay,
  VerifyOverlay,
} from "../state/check.ts";
import { withKeys } from "../keys/key_words.ts";
import type { UserKeys } from "../state/model.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { diffLines } from "./difference.ts";
import { fit, hanging, type Line, wrap } from "./line.ts";

/** How checks are laid out. */
export interface CheckOptions {
  /** Cells in a row. */
  readonly width: number;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
  /** The keys that the person has, for sentences that name some; the usual ones when absent. */
  readonly userKeys?: UserKeys;
}

/** The name of a check, and the space after it. */
const NAME_CELLS = 12;
const LEAD_CELLS = 3;
/** Lines that are copied are as wide as a page. */
const COPY_WIDTH = 80;

const ROLES: Readonly<Record<CheckReading["mark"], Role>> = {
  ok: "status.ok",
  wrong: "status.error",
  skipped: "text.muted",
};

function signOf(mark: CheckReading["mark"], glyphs: Glyphs): string {
  if (mark === "skipped") return glyphs.none;
  return mark === "ok" ? glyphs.done : glyphs.failed;
}

/** One check: its sign and name, what was found, its code; then what helps. */
function checkLines(
  { name, mark, code, message, hint }: CheckReading,
  { width, glyphs = UNICODE, userKeys = {} }: CheckOptions,
): readonly Line[] {
  const role = ROLES[mark];
  const room = Math.max(1, width - LEAD_CELLS - NAME_CELLS - 1);
  const lead = " ".repeat(LEAD_CELLS + NAME_CELLS);
  const found = wrap(`${message} (${code})`, room);
  const help = hint === undefined || mark === "ok"
    ? []
    : wrap(withKeys({ userKeys }, hint), room);
  const sign = ` ${signOf(mark, glyphs)} `;
  return [
    ...found.map((text, index): Line => [
      index === 0
        ? { text: sign + fit(name, NAME_CELLS), role }
        : { text: lead },
      mark === "skipped" ? { text, role: "text.muted" } : { text },
    ]),
    ...help.map((text): Line => [{ text: lead }, { text, role: "text.muted" }]),
  ];
}

const OUTCOMES: Readonly<Record<CheckOutcome, string>> = {
  valid: "Valid: the signature is right, and nothing is wrong",
  signed: "Not valid, although the signature is right",
  invalid: "Not valid: the signature is not verified",
  unverified: "Not verified: nothing is wrong, but only its API can verify it",
};

/** The issuer's keys are what takes time. */
function waitingFor(checks: readonly CheckReading[]): string {
  return checks.at(-1)?.name === "issuer"
    ? "Asking the issuer for its keys"
    : "Checking";
}

function verdict(
  { outcome, problem, checks }: VerifyOverlay,
  { width, glyphs = UNICODE }: CheckOptions,
): readonly Line[] {
  if (problem !== undefined) {
    return hanging(` ${glyphs.warning}`, problem, { width: width - 1 });
  }
  return sentence(
    outcome === undefined
      ? [glyphs.busy, "status.busy", waitingFor(checks)]
      : outcome === "valid"
      ? [glyphs.done, "status.ok", OUTCOMES.valid]
      : outcome === "unverified"
      ? [glyphs.warning, "status.warn", OUTCOMES.unverified]
      : [glyphs.failed, "status.error", OUTCOMES[outcome]],
    width,
  );
}

function sentence(
  [sign, role, text]: readonly [sign: string, role: Role, text: string],
  width: number,
): readonly Line[] {
  return wrap(text, Math.max(1, width - LEAD_CELLS - 1)).map((line, index) => [
    { text: index === 0 ? ` ${sign} ` : " ".repeat(LEAD_CELLS), role },
    { text: line, role: "text.strong" },
  ]);
}

/** What an API would say; that there is no reason is no promise. */
function judgement(
  { target, checks, rejected, problem }: RejectOverlay,
  { width, glyphs = UNICODE }: CheckOptions,
): readonly Line[] {
  if (problem !== undefined) {
    return hanging(` ${glyphs.warning}`, problem, { width: width - 1 });
  }
  if (rejected === undefined) {
    return sentence([glyphs.busy, "status.busy", "Looking for reasons"], width);
  }
  const count = checks.filter(({ mark }) => mark === "wrong").length;
  const reasons = count === 1 ? "one reason" : `${count} reasons`;
  return sentence(
    rejected
      ? [glyphs.failed, "status.error", `${target} rejects it: ${reasons}`]
      : [
        glyphs.done,
        "status.ok",
        `No reason is known why ${target} should reject it; it may have rules of its own`,
      ],
    width,
  );
}

/** Whoever asks why wants the reasons first. */
function inOrder(
  { kind, checks }: VerifyOverlay | RejectOverlay,
): readonly CheckReading[] {
  return kind === "verify"
    ? checks
    : checks.toSorted((a, b) =>
      Number(b.mark === "wrong") - Number(a.mark === "wrong")
    );
}

/**
 * What was found about a token, or about two, as lines.
 *
 * @param overlay The checks or the differences.
 * @param options The width and the signs.
 * @returns What became of it first, then everything in order.
 */
export function checkDocument(
  overlay: CheckOverlay,
  options: CheckOptions,
): readonly Line[] {
  if (overlay.kind === "diff") return diffLines(overlay, options);
  const { checks } = overlay;
  return [
    ...(overlay.kind === "reject"
      ? judgement(overlay, options)
      : verdict(overlay, options)),
    ...(checks.length === 0 ? [] : [[]]),
    ...inOrder(overlay).flatMap((check) => checkLines(check, options)),
  ];
}

/**
 * The same as text, to be copied.
 *
 * @param overlay The checks or the differences.
 * @returns Lines with a final newline.
 */
export function checkText(overlay: CheckOverlay): string {
  const lines = checkDocument(overlay, { width: COPY_WIDTH });
  return lines.map((line) => line.map(({ text }) => text).join("").trimEnd())
    .join("\n") + "\n";
}
