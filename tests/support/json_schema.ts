/** Checks JSON that the program writes against its published schemas. */
import Ajv from "npm:ajv@8.20.0/dist/2020.js";

const SCHEMAS = new URL("../../src/cli/schemas/", import.meta.url);
const ENDING = ".schema.json";

interface Checker {
  (value: unknown): boolean;
  readonly errors?:
    | readonly { readonly instancePath: string; readonly message?: string }[]
    | null;
}

interface Ajv {
  addSchema(schema: unknown, name: string): unknown;
  getSchema(name: string): unknown;
}

let all: Ajv | undefined;

/** The names of all published schemas: `inspect`, `config-list`. */
export function schemaNames(): readonly string[] {
  return [...Deno.readDirSync(SCHEMAS)].map(({ name }) => name)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length)).sort();
}

/** A published schema. */
export function readSchema(name: string): Record<string, unknown> {
  return JSON.parse(Deno.readTextFileSync(new URL(name + ENDING, SCHEMAS)));
}

/** Shapes may grow, but what is written now has to be in its schema. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [
      name,
      // Parts of one object know only some of its members.
      ["allOf", "if", "then", "else"].includes(name) ? member : closed(member),
    ]),
  );
  const isOpen = !("properties" in schema) ||
    typeof Reflect.get(schema, "properties") !== "object" ||
    "additionalProperties" in schema || "allOf" in schema;
  return isOpen ? inner : { ...inner, additionalProperties: false };
}

function open(): Ajv {
  // `strict` refuses what is misspelt in a schema.
  const ajv = new (Ajv as unknown as new (options: object) => Ajv)({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
  });
  for (const name of schemaNames()) {
    ajv.addSchema(closed(readSchema(name)), name);
  }
  return ajv;
}

/**
 * Checks a value against a published schema, and that every member of it is
 * described there.
 *
 * @param name The schema's file without its ending, such as `inspect`.
 * @param value The value.
 * @throws {Error} With the path of each fault.
 */
export function validate(name: string, value: unknown): void {
  all ??= open();
  const check = all.getSchema(name) as Checker | undefined;
  if (check === undefined) throw new Error(`There is no schema "${name}"`);
  if (check(value)) return;
  const faults = (check.errors ?? []).map(({ instancePath, message }) =>
    `${instancePath || "/"} ${message}`
  );
  throw new Error(`Not as the schema "${name}" says: ${faults.join("; ")}`);
}
