import { jsonText } from "./json.ts";

/** Texts that need no quotes: they can be nothing but a text. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_./@-]*$/;
/** Words that YAML 1.1 readers take for something else. */
const WORDS = /^(y|yes|n|no|true|false|on|off|null)$/i;

function scalar(value: unknown): string {
  if (typeof value === "string") {
    return PLAIN.test(value) && !WORDS.test(value)
      ? value
      // Every JSON text is a double-quoted YAML scalar.
      : jsonText(value);
  }
  return jsonText(value);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function lines(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first = "", ...rest] = block(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return Object.entries(value as object)
    .filter(([, member]) => member !== undefined)
    .flatMap(([name, member]) => {
      const nested = block(member);
      const inline = typeof member !== "object" || member === null ||
        isEmpty(member);
      return inline
        ? [`${scalar(name)}: ${nested[0]}`]
        : [`${scalar(name)}:`, ...nested.map((line) => `  ${line}`)];
    });
}

function block(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [scalar(value)];
  if (isEmpty(value)) return [Array.isArray(value) ? "[]" : "{}"];
  return lines(value);
}

/**
 * Writes a value as YAML.
 *
 * @param value Anything that JSON can say.
 * @returns Lines with a final newline.
 * @see {@link https://yaml.org/spec/1.2.2/ | YAML 1.2}
 */
export function toYaml(value: unknown): string {
  return block(value).join("\n") + "\n";
}
