import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { HiddenText } from "../state/form_hidden.ts";

/** What stands for a character that is not recorded. */
export const MASK = "•";
/** What is nested deeper is no message of ours. */
const DEEPEST = 40;

/** How texts and secrets are written. */
export interface ValueWriter {
  /** Makes a text fit to be written. */
  readonly text: (text: string) => string;
  /** Hears of each secret; of its text only the length is written. */
  readonly secret: (secret: string) => void;
}

/**
 * Makes a value of messages fit for JSON: secrets become their length.
 *
 * @param value The value.
 * @param writer How texts and secrets are written.
 * @returns What `JSON.stringify` takes.
 */
export function encodeValue(value: unknown, writer: ValueWriter): unknown {
  if (typeof value === "string") return writer.text(value);
  if (typeof value !== "object" || value === null) return value;
  const inside = (one: unknown) => encodeValue(one, writer);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof Secret) {
    const text = value.reveal();
    writer.secret(text);
    return { $: "secret", length: text.length };
  }
  if (value instanceof HiddenText) return { $: "hidden", length: value.count };
  if (value instanceof Map) {
    return { $: "map", of: [...value].map(inside) };
  }
  if (value instanceof Set) return { $: "set", of: [...value].map(inside) };
  const members = Object.entries(value)
    .map(([name, member]) => [writer.text(name), inside(member)]);
  return Object.hasOwn(value, "$")
    ? { $: "members", of: members }
    : Object.fromEntries(members);
}

/** A placeholder longer than any token is none of ours. */
const LONGEST = 1_000_000;

function masked({ length }: { readonly length?: unknown }): string {
  const isLength = Number.isInteger(length) && Number(length) >= 0 &&
    Number(length) <= LONGEST;
  if (!isLength) throw new TypeError("A placeholder has no length");
  return MASK.repeat(Number(length));
}

function listOf({ of }: { readonly of?: unknown }): readonly unknown[] {
  if (!Array.isArray(of)) throw new TypeError("A collection has no list");
  return of;
}

function pairsOf(members: { readonly of?: unknown }, depth: number) {
  return listOf(members).map((one): [unknown, unknown] => {
    if (!Array.isArray(one)) throw new TypeError("A pair is no list");
    return [decode(one[0], depth + 1), decode(one[1], depth + 1)];
  });
}

function special(members: Record<string, unknown>, depth: number): unknown {
  switch (members.$) {
    case "secret":
      return new Secret(masked(members));
    case "hidden":
      return HiddenText.of(masked(members));
    case "map":
      return new Map(pairsOf(members, depth));
    case "set":
      return new Set(listOf(members).map((one) => decode(one, depth + 1)));
    case "members":
      return Object.fromEntries(pairsOf(members, depth));
    default:
      throw new TypeError("There is no such kind of value");
  }
}

function decode(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new TypeError("It is nested too deep");
  // Whoever wrote the file, nothing of it may act on a terminal.
  if (typeof value === "string") {
    return sanitizeText(value, { keepNewlines: true });
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => decode(one, depth + 1));
  const members = value as Record<string, unknown>;
  if (Object.hasOwn(members, "$")) return special(members, depth);
  return Object.fromEntries(
    Object.entries(members)
      .map(([name, member]) => [name, decode(member, depth + 1)]),
  );
}

/**
 * Makes a value out of JSON again, with placeholders for what was secret.
 *
 * @param value What {@linkcode encodeValue} gave.
 * @returns The value; every text is clean.
 * @throws {TypeError} If it is none of ours.
 */
export function decodeValue(value: unknown): unknown {
  return decode(value, 0);
}
