import { explainError } from "../../engine/entra/explain_error.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Style } from "../terminal/style.ts";
import { toJson } from "./json.ts";
import { toYaml } from "./yaml.ts";

/** How an answer is shown. */
export interface AnswerOptions {
  /** For people, or for programs. */
  readonly output: "pretty" | "json" | "yaml";
  /** The marks of the stream. */
  readonly style: Style;
}

/**
 * Explains an answer in which the authority refuses.
 *
 * @param text The answer, JSON with an `error`.
 * @param options How to show it.
 * @returns Text, JSON or YAML, with a final newline.
 */
export async function answerText(
  text: string,
  { output, style }: AnswerOptions,
): Promise<string> {
  const advice = await explainError(text);
  const { code, name, error, meaning, fix, who, interactive } = advice;
  const view = {
    error: error ?? null,
    code: code ?? null,
    name: name ?? null,
    meaning,
    fix,
    who,
    interactive,
  };
  if (output === "json") return toJson(view);
  if (output === "yaml") return toYaml(view);
  const heading = [
    error ?? "error",
    ...(code === undefined ? [] : [`AADSTS${code}`]),
    ...(name === undefined ? [] : [name]),
  ].join(" · ");
  return [
    style.strong(sanitizeText(heading)),
    sanitizeText(meaning),
    `${style.strong("What to do:")} ${sanitizeText(fix)}`,
  ].join("\n") + "\n";
}
