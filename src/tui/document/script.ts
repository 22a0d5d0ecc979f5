import { layoutOf } from "../state/layout.ts";
import type { Size } from "../state/model.ts";
import {
  isAtWork,
  type ScriptOverlay,
  type ScriptPermission,
  scriptRows,
} from "../state/script.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { fit, hanging, type Line, wrap } from "./line.ts";

/** How a script is laid out. */
export interface ScriptOptions {
  /** Cells in a row. */
  readonly width: number;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
}

const NAME_CELLS = 7;

function indented(
  text: string,
  { width, by, role }: {
    readonly width: number;
    readonly by: number;
    readonly role?: Role;
  },
): readonly Line[] {
  return wrap(text, Math.max(1, width - by - 1)).map((line): Line => [
    { text: " ".repeat(by) },
    role === undefined ? { text: line } : { text: line, role },
  ]);
}

function permissionLines(
  { name, value, meaning, isDangerous }: ScriptPermission,
  { width, glyphs = UNICODE }: ScriptOptions,
): readonly Line[] {
  const sign = isDangerous ? glyphs.warning : " ";
  const role: Role = isDangerous ? "status.warn" : "text.key";
  const lead = NAME_CELLS + 5;
  const text = `${value}: ${meaning}`;
  return wrap(text, Math.max(1, width - lead - 1)).map((line, index): Line => [
    {
      text: index === 0
        ? `  ${fit(sign, 1)} ${fit(name, NAME_CELLS)} `
        : " ".repeat(lead),
      role,
    },
    isDangerous ? { text: line, role: "status.warn" } : { text: line },
  ]);
}

function givenLines(
  { token, script }: ScriptOverlay,
  { width }: ScriptOptions,
): readonly Line[] {
  const whose = token?.profile === undefined
    ? "the pasted access token"
    : `the access token of ${token.profile}`;
  const text = script.needsToken
    ? `It is given ${whose} and may do with it what the token allows`
    : "It is given no token";
  return indented(text, { width, by: 1 });
}

/** Everything that a person has to know before it runs. */
function askingLines(
  overlay: ScriptOverlay,
  options: ScriptOptions,
): readonly Line[] {
  const { width } = options;
  const { script, plan } = overlay;
  const permissions = plan?.permissions ?? [];
  const description = plan?.description;
  return [
    ...indented(script.path, { width, by: 1, role: "text.muted" }),
    ...(description === undefined
      ? []
      : indented(description, { width, by: 1 })),
    [],
    ...givenLines(overlay, options),
    ...(permissions.length === 0
      ? indented("It asks for no permission: it can only compute and write", {
        width,
        by: 1,
      })
      : indented("It asks for these permissions, and gets no others:", {
        width,
        by: 1,
      })),
    ...permissions.flatMap((one) => permissionLines(one, options)),
  ];
}

function outputLines(
  { lines, dropped }: ScriptOverlay,
  { width }: ScriptOptions,
): readonly Line[] {
  const before: readonly Line[] = dropped === 0 ? [] : [[{
    text: ` ${dropped} earlier lines are not shown`,
    role: "text.muted",
  }]];
  return [
    ...before,
    ...lines.flatMap(({ stream, text }) =>
      wrap(text, Math.max(1, width - 2)).map((line): Line => [
        stream === "err"
          ? { text: ` ${line}`, role: "status.warn" }
          : { text: ` ${line}` },
      ])
    ),
  ];
}

/**
 * What a script asks for, then what it wrote, as lines.
 *
 * @param overlay The script.
 * @param options The width and the signs.
 * @returns The lines below its status.
 */
export function scriptDocument(
  overlay: ScriptOverlay,
  options: ScriptOptions,
): readonly Line[] {
  const { stage, problem } = overlay;
  if (stage === "reading") return [];
  if (stage === "asking") return askingLines(overlay, options);
  const { width, glyphs = UNICODE } = options;
  const told = problem === undefined
    ? []
    : hanging(` ${glyphs.warning}`, problem, { width: width - 1 });
  return [...outputLines(overlay, options), ...told];
}

/**
 * How far the text of a script can be scrolled.
 *
 * @param overlay The script.
 * @param size The terminal's size.
 * @returns The first line of its last page, from 0.
 */
export function lastScriptRow(overlay: ScriptOverlay, size: Size): number {
  const { columns } = layoutOf(size);
  const { length } = scriptDocument(overlay, { width: columns });
  return Math.max(0, length - scriptRows(size));
}

/**
 * The status of a script, one line.
 *
 * @param overlay The script.
 * @param glyphs The signs.
 * @returns Its title, and what it is doing.
 */
export function scriptStatus(
  overlay: ScriptOverlay,
  glyphs: Glyphs = UNICODE,
): Line {
  const { script: { title }, stage, ending, problem } = overlay;
  if (stage === "asking") {
    return [{ text: ` Run "${title}"?`, role: "text.strong" }];
  }
  const [sign, role, words]: readonly [string, Role, string] =
    stage === "reading"
      ? [glyphs.busy, "status.busy", "is being read"]
      : isAtWork(overlay)
      ? [
        glyphs.busy,
        "status.busy",
        stage === "running" ? "is running" : "is being stopped",
      ]
      : problem !== undefined
      ? [glyphs.failed, "status.error", "was not run"]
      : ending?.signal !== undefined
      ? [glyphs.failed, "status.error", `was ended by ${ending.signal}`]
      : ending?.code === 0
      ? [glyphs.done, "status.ok", "ended with exit code 0"]
      : [glyphs.failed, "status.error", `ended with exit code ${ending?.code}`];
  return [
    { text: ` ${sign} `, role },
    { text: `${title} `, role: "text.strong" },
    { text: words, role },
  ];
}

/**
 * What a script wrote, to be copied.
 *
 * @param overlay The script.
 * @returns Its lines, with a final newline.
 */
export function scriptText({ lines }: ScriptOverlay): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}
