import { MAX_DEPTH, scanJson } from "./json_scan.ts";

/** Members of a JSON object by name. */
export type Members = Readonly<Record<string, unknown>>;

/** A JSON object, or as much of it as can be read. */
export interface ReadObject {
  /** The members up to the first damage. */
  readonly members: Members;
  /** What is wrong, each to be put after the part's name. */
  readonly problems: readonly string[];
}

const NAME_LENGTH = 60;

/**
 * Reads JSON of an object that needs no scan before it is parsed.
 *
 * @param json JSON text.
 * @returns Its members; `undefined` when it needs {@linkcode readObject}.
 */
export function readSimpleObject(json: string): Members | undefined {
  return mayBeDeep(json) ? undefined : parseObject(json);
}

/**
 * Reads the JSON text of an object up to the first damage.
 *
 * @param json JSON text, damaged or not.
 * @returns The members, and what is wrong.
 */
export function readObject(json: string): ReadObject {
  const { commas, tooDeep, end, doubled } = scanJson(json);
  const object = end === undefined
    ? undefined
    : parseObject(json.slice(0, end));
  if (object === undefined) {
    const members = soundMembers(json, commas);
    const read = Object.keys(members).length;
    return { members, problems: [`${damage(tooDeep)}: ${remainder(read)}`] };
  }
  const rest = json.slice(end).trim() === ""
    ? []
    : ["has other text after its JSON object"];
  return { members: object, problems: [...inWords(doubled, object), ...rest] };
}

/**
 * Finds what JSON allows and a token should not have: one name twice, and
 * numbers that are too large to be held.
 *
 * @param json JSON text of an object.
 * @param members What it was parsed to.
 * @returns One sentence each, to be put after the part's name.
 */
export function oddities(json: string, members: Members): readonly string[] {
  // What comes out as it went in has neither. Only other text is walked over.
  if (JSON.stringify(members) === json) return [];
  return inWords(scanJson(json).doubled, members);
}

/**
 * Reads a member that the object has itself, not one that it inherits.
 *
 * @param members The object.
 * @param name Name of the member.
 * @returns Its value; `undefined` when there is none.
 */
export function ownMember(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function inWords(doubled: readonly string[], members: Members): string[] {
  const endless = Object.keys(members).filter((name) =>
    hasEndless(members[name])
  );
  return [
    ...doubled.map((name) =>
      `has ${
        quote(name)
      } twice: the last one is shown, other readers may take the first`
    ),
    ...endless.map((name) =>
      `has a number too large to hold in ${quote(name)}`
    ),
  ];
}

function parseObject(json: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Counting brackets is faster than walking over what they enclose. */
function mayBeDeep(json: string): boolean {
  let left = MAX_DEPTH;
  for (const bracket of ["{", "["]) {
    let at = json.indexOf(bracket);
    for (; at >= 0 && left > 0; left--) at = json.indexOf(bracket, at + 1);
  }
  return left === 0;
}

function hasEndless(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return typeof value === "object" && value !== null &&
    Object.values(value).some(hasEndless);
}

/**
 * Parses up to the last comma that leaves sound JSON before it. If the text is
 * sound up to one comma it is so up to each earlier one, hence the bisection.
 */
function soundMembers(json: string, commas: readonly number[]): Members {
  let best: Members = {};
  let low = 0, high = commas.length - 1;
  // The last comma first: the usual damage is a lost end.
  for (let at = high; low <= high; at = (low + high) >> 1) {
    const members = parseObject(`${json.slice(0, commas[at])}}`);
    if (members === undefined) high = at - 1;
    else {
      best = members;
      low = at + 1;
    }
  }
  return best;
}

function damage(tooDeep: boolean): string {
  return tooDeep
    ? `is nested deeper than ${MAX_DEPTH} levels`
    : "is not a whole JSON object";
}

function remainder(read: number): string {
  if (read === 0) return "nothing of it can be read";
  return `${read} of its members can be read`;
}

function quote(name: string): string {
  return JSON.stringify(
    name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name,
  );
}
