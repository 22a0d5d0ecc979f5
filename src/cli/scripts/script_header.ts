import { sanitizeText } from "../../engine/text.ts";
import { ConfigurationError } from "../errors.ts";

/** What a script can ask for, as Deno names it. */
export const PERMISSION_NAMES = [
  "net",
  "read",
  "write",
  "env",
  "sys",
  "run",
  "ffi",
] as const;

/** The name of one of them. */
export type PermissionName = (typeof PERMISSION_NAMES)[number];

/** One thing that a script asks for. */
export interface DeclaredPermission {
  readonly name: PermissionName;
  /** A host, a path, a variable, a program. */
  readonly value: string;
}

/** What a script says of itself. */
export interface ScriptHeader {
  readonly title: string;
  readonly description?: string;
  /** Whether it is given a token. */
  readonly token: boolean;
  readonly permissions: readonly DeclaredPermission[];
}

/** A comment right at the beginning; what comes before it runs nothing. */
const HEADER =
  /^\ufeff?(?:#![^\n]*\n)?\s*\/\*\*\s*(?:\*(?!\/)\s*)?@entrada\b([^]*?)\*\//;
/** A header further down is not looked for. */
const LONGEST_HEADER = 16_384;
const LONGEST_TITLE = 60;
const LONGEST_DESCRIPTION = 300;
const MOST_VALUES = 50;
const MEMBERS: readonly string[] = [
  "title",
  "description",
  "token",
  "permissions",
];

const HOST =
  /^(?:(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const ABSOLUTE = /^(?:[/\\]|~[/\\]|[A-Za-z]:[/\\])/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WORD = /^[A-Za-z]+$/;

const FORMS: Readonly<
  Record<PermissionName, readonly [form: RegExp, words: string]>
> = {
  net: [HOST, "a host, such as graph.microsoft.com or localhost:8080"],
  read: [ABSOLUTE, "a whole path, or one that begins with ~/"],
  write: [ABSOLUTE, "a whole path, or one that begins with ~/"],
  env: [VARIABLE, "the name of a variable"],
  sys: [WORD, "one of Deno's names, such as hostname"],
  run: [/^[^-]/, "a program"],
  ffi: [ABSOLUTE, "a whole path, or one that begins with ~/"],
};

function refuse(why: string): never {
  throw new ConfigurationError(
    `Cannot use the header of this script: ${why}`,
    'It begins with /** @entrada {"title": "…", "permissions": {"net": ["graph.microsoft.com"]}} */',
  );
}

function textOf(
  value: unknown,
  { name, longest }: { readonly name: string; readonly longest: number },
): string {
  if (typeof value !== "string" || value.trim() === "") {
    return refuse(`"${name}" has to be a text`);
  }
  if (sanitizeText(value) !== value) {
    return refuse(`"${name}" has characters that cannot be shown`);
  }
  if (value.length > longest) {
    return refuse(`"${name}" is longer than ${longest} characters`);
  }
  return value.trim();
}

/** A comma would let one value pass for two. */
function valueOf(value: unknown, name: PermissionName): DeclaredPermission {
  const text = textOf(value, { name, longest: LONGEST_DESCRIPTION });
  const [form, words] = FORMS[name];
  if (text !== value || text.includes(",") || !form.test(text)) {
    return refuse(`"${name}" asks for "${text}", and needs ${words}`);
  }
  return { name, value: text };
}

function permissionsOf(value: unknown): readonly DeclaredPermission[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse('"permissions" has to be an object');
  }
  const asked = Object.entries(value);
  for (const [name] of asked) {
    if (!(PERMISSION_NAMES as readonly string[]).includes(name)) {
      refuse(
        `there is no permission "${sanitizeText(name).slice(0, 40)}", only ${
          PERMISSION_NAMES.join(", ")
        }`,
      );
    }
  }
  return PERMISSION_NAMES.flatMap((name) => {
    const [, values] = asked.find(([one]) => one === name) ?? [];
    if (values === undefined) return [];
    if (!Array.isArray(values)) {
      return refuse(`"${name}" has to be a list of texts`);
    }
    if (values.length > MOST_VALUES) {
      return refuse(`"${name}" has more than ${MOST_VALUES} values`);
    }
    return values.map((one) => valueOf(one, name));
  });
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse("what follows @entrada is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("what follows @entrada is not a JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Reads what a script says of itself, without running any of it.
 *
 * @param text The script, or its beginning.
 * @returns What it says, or `undefined` when it does not begin with a header.
 * @throws {ConfigurationError} If its header cannot be used.
 */
export function readScriptHeader(text: string): ScriptHeader | undefined {
  const found = HEADER.exec(text.slice(0, LONGEST_HEADER));
  if (found === null) return undefined;
  // The stars that comments have at the beginning of their lines.
  const json = (found[1] ?? "").replace(/^[ \t]*\*[ \t]?/gm, "");
  const members = parsed(json);
  for (const name of Object.keys(members)) {
    if (!MEMBERS.includes(name)) {
      refuse(`there is no member "${sanitizeText(name).slice(0, 40)}"`);
    }
  }
  const { title, description, token = true, permissions } = members;
  if (typeof token !== "boolean") refuse('"token" has to be true or false');
  return {
    title: textOf(title, { name: "title", longest: LONGEST_TITLE }),
    ...(description === undefined ? {} : {
      description: textOf(description, {
        name: "description",
        longest: LONGEST_DESCRIPTION,
      }),
    }),
    token: token === true,
    permissions: permissionsOf(permissions),
  };
}
