import { locateJson, locateUtf8Fault, type Position } from "./json_source.ts";
import type { SchemaIssue } from "./profile_schema.ts";
import { SettingsError } from "./settings_error.ts";

/** A file of settings. */
export interface SettingsFile {
  /** Its path, for messages. */
  readonly file: string;
  /** What is in it, the end of "Cannot read …"; the profiles if left out. */
  readonly what?: string;
}

/** What a value is, or what is first wrong with it. */
export type Checked<T> =
  | { readonly value: T }
  | { readonly issue: SchemaIssue }
  | {
    /** Where it is wrong. */
    readonly at: SchemaIssue["path"];
    /** What is wrong, the end of a sentence about the file. */
    readonly detail: string;
  };

function placeName(path: SchemaIssue["path"]): string {
  const name = path.map((key) =>
    typeof key === "number" ? `[${key}]` : `.${key}`
  ).join("").replace(/^\./, "");
  return name === "" ? "the file" : `"${name}"`;
}

function damaged(
  { file, what = "the profiles" }: SettingsFile,
  { at, detail }: { readonly at: Position; readonly detail: string },
): SettingsError {
  return new SettingsError(
    `Cannot read ${what}: ${file}:${at.line}:${at.column}: ${detail}`,
    { hint: "The file is left as it is; mend it in an editor" },
  );
}

/**
 * Says where a file of settings is not UTF-8.
 *
 * @param bytes What is in it.
 * @param file The file.
 * @returns The error, with line and column.
 */
export function notUtf8(bytes: Uint8Array, file: SettingsFile): SettingsError {
  const at = locateUtf8Fault(bytes);
  return damaged(file, { at, detail: "this is not UTF-8" });
}

/**
 * Reads the text of a file of settings.
 *
 * @param text The text, with or without a byte order mark.
 * @param options The file, and what its content has to be.
 * @returns Its content.
 * @throws {SettingsError} If it is damaged; the message has line and column.
 */
export function readSettings<T>(
  text: string,
  { check, ...file }: SettingsFile & {
    readonly check: (value: unknown) => Checked<T>;
  },
): T {
  const json = text.replace(/^\uFEFF/, "");
  const source = locateJson(json);
  const fail = (at: Position, detail: string) => damaged(file, { at, detail });
  if (source.fault !== undefined) {
    throw fail(source.fault, "this is not JSON");
  }
  // Of two members with one name, every reader would drop the first.
  if (source.repeated !== undefined) {
    const { path, position } = source.repeated;
    throw fail(position, `${placeName(path)} is given twice`);
  }
  const checked = check(JSON.parse(json));
  if ("value" in checked) return checked.value;
  if ("detail" in checked) throw fail(source.at(checked.at), checked.detail);
  const { path, message } = checked.issue;
  throw fail(source.at(path), `${placeName(path)} ${message}`);
}
