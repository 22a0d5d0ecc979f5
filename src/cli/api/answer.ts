import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { CallFlags } from "../flags/use.ts";
import { createJsonIndenter } from "../output/json_indenter.ts";
import { writeFileParts } from "./file_parts.ts";

/** Where an answer goes, and how it is written there. */
export interface AnswerPlace {
  /** As it is, indented, or whichever suits who reads it. */
  readonly format: "auto" | "raw" | "json";
  /** The file, where it is not standard output. */
  readonly file?: string;
}

/**
 * Reads where an answer is to go. A file's name has a dot or a separator, as
 * with every other command.
 *
 * @param flags The options.
 * @returns The place.
 * @throws {UsageError} If there is no such format.
 */
export function readPlace({ output }: CallFlags): AnswerPlace {
  if (output === undefined) return { format: "auto" };
  if (output === "raw" || output === "json") return { format: output };
  if (/[./\\]/.test(output)) return { format: "raw", file: output };
  throw new UsageError(
    `Cannot write the format "${output}"`,
    "The formats are raw and json; a file's name has a dot or a path",
  );
}

/** What an answer is, by what it says of itself. */
export type AnswerKind = "json" | "text" | "binary";

/** What each kind is called. */
export const KIND_NAMES = {
  json: "JSON",
  text: "text",
  binary: "binary",
} as const satisfies Record<AnswerKind, string>;

/**
 * Tells what an answer is.
 *
 * @param headers Its headers.
 * @returns What it is; text where it does not say.
 */
export function kindOf(headers: Headers): AnswerKind {
  const type = (headers.get("content-type") ?? "text/plain").split(";", 1)[0]
    ?.trim().toLowerCase() ?? "";
  if (/[/+]json$/.test(type)) return "json";
  return /^text\/|[/+](xml|yaml|javascript|x-www-form-urlencoded)$/.test(type)
    ? "text"
    : "binary";
}

/** Lines longer than this are written in parts. */
const LONGEST_LINE = 64 * 1024;

/** Text is made safe a line at a time: what belongs together stays together. */
async function* safeText(
  parts: AsyncIterable<Uint8Array>,
  kind: AnswerKind,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const indenter = createJsonIndenter();
  let rest = "";
  const take = (text: string) => {
    rest += kind === "json" ? indenter.push(text) : text;
    const end = rest.length > LONGEST_LINE
      ? rest.length
      : rest.lastIndexOf("\n") + 1;
    const ready = rest.slice(0, end);
    rest = rest.slice(end);
    return sanitizeText(ready, { keepNewlines: true });
  };
  for await (const part of parts) {
    yield take(decoder.decode(part, { stream: true }));
  }
  yield take(decoder.decode());
  if (rest !== "") yield sanitizeText(rest) + "\n";
}

async function countBytes(parts: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const part of parts) count += part.length;
  return count;
}

function writeBytes(bytes: Uint8Array, { stdout }: Context["io"]): void {
  if (stdout.writeBytes !== undefined) return stdout.writeBytes(bytes);
  stdout.write(new TextDecoder().decode(bytes));
}

/**
 * Writes the body of an answer. Programs get every byte as it came; on a
 * terminal JSON is indented, control characters are made visible, and what is
 * no text is not shown.
 *
 * @param parts The body, as it comes.
 * @param options What it is, where it goes, and the world.
 * @throws {StorageError} If a file cannot be written.
 */
export async function writeBody(
  parts: AsyncIterable<Uint8Array>,
  { kind, place, context }: {
    readonly kind: AnswerKind;
    readonly place: AnswerPlace;
    readonly context: Context;
  },
): Promise<void> {
  const { io, messages } = context;
  const { file, format } = place;
  if (file !== undefined) {
    await writeFileParts(file, { parts, io });
    return messages.note(
      `The answer was written to ${sanitizeText(file)}, readable by you alone`,
    );
  }
  const isShown = format === "auto" && io.stdout.isTerminal;
  if (isShown && kind === "binary") {
    const count = await countBytes(parts);
    if (count === 0) return;
    return messages.say(
      `The answer is not text, and was not shown: ${count} bytes. Name a file with -o`,
    );
  }
  if (isShown || format === "json") {
    const shown = format === "json" ? "json" : kind;
    for await (const text of safeText(parts, shown)) io.stdout.write(text);
    return;
  }
  for await (const part of parts) writeBytes(part, io);
}

/**
 * Writes the status and the headers of an answer, as `-i` asks for.
 *
 * @param response The answer.
 * @param context The world.
 */
export function writeHead(
  { status, statusText, headers }: Response,
  { io }: Context,
): void {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP ${status} ${statusText}`.trim(), ...lines, ""];
  // In a header there is no line break that could be meant.
  io.stdout.write(head.map((line) => sanitizeText(line) + "\n").join(""));
}
