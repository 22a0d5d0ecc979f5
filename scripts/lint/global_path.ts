/** Reads which global a piece of code reaches, such as `crypto.subtle`. */

import { type Node, parentOf } from "./bindings.ts";

/** Names of the global object itself. */
export const GLOBAL_OBJECTS: readonly string[] = [
  "globalThis",
  "self",
  "window",
  "global",
];

/** A global that is reached, and the code that reaches it. */
export interface Reach {
  /** Dotted path without the global object: empty is the global object itself. */
  readonly path: readonly string[];
  /** The outermost expression or the pattern's property. */
  readonly node: Node;
}

const WRAPPERS: ReadonlySet<string> = new Set([
  "ChainExpression",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/**
 * Follows an identifier outwards: through member access, casts, and the
 * pattern that takes it apart.
 *
 * @param identifier The leftmost name.
 * @returns Everything that this one expression reaches.
 */
export function reachesOf(
  identifier: Deno.lint.Identifier,
): readonly Reach[] {
  const path = [identifier.name];
  let at: Node = identifier;
  for (;;) {
    const parent = parentOf(at);
    if (WRAPPERS.has(parent.type)) {
      at = parent;
      continue;
    }
    if (parent.type !== "MemberExpression" || parent.object !== at) break;
    const name = keyOf(parent.property, parent.computed);
    if (name === undefined) break;
    path.push(name);
    at = parent;
  }
  const reached = withoutGlobalObject(path);
  const pattern = patternOf(at);
  return pattern === undefined
    ? [{ path: reached, node: at }]
    : takenApart(pattern, reached);
}

function withoutGlobalObject(path: readonly string[]): readonly string[] {
  const first = path.findIndex((name) => !GLOBAL_OBJECTS.includes(name));
  return first === -1 ? [] : path.slice(first);
}

function patternOf(value: Node): Deno.lint.ObjectPattern | undefined {
  const parent = parentOf(value);
  const target = parent.type === "VariableDeclarator"
    ? parent.id
    : parent.type === "AssignmentExpression" ||
        parent.type === "AssignmentPattern"
    ? parent.left
    : undefined;
  return target?.type === "ObjectPattern" ? target : undefined;
}

function takenApart(
  pattern: Deno.lint.ObjectPattern,
  path: readonly string[],
): readonly Reach[] {
  return pattern.properties.flatMap((property): readonly Reach[] => {
    if (property.type === "RestElement") return [{ path, node: property }];
    const name = keyOf(property.key, property.computed);
    if (name === undefined) return [{ path, node: property }];
    const inner = [...path, name];
    const value: Node = property.value;
    const target = value.type === "AssignmentPattern" ? value.left : value;
    return target.type === "ObjectPattern"
      ? takenApart(target, inner)
      : [{ path: inner, node: property }];
  });
}

function keyOf(key: Node, computed: boolean): string | undefined {
  if (key.type === "Literal" && typeof key.value === "string") return key.value;
  if (key.type === "Identifier" && !computed) return key.name;
  return undefined;
}
