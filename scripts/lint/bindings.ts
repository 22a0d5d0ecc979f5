/** Finds out whether a name means the platform's global or something local. */

/** A node of the linter's tree; its own type forgets parameter properties. */
export type Node =
  | Exclude<Deno.lint.Node, Deno.lint.LineComment | Deno.lint.BlockComment>
  | Deno.lint.TSParameterProperty;

/** The node around a node; the program is its own. */
export function parentOf(node: Node): Node {
  return node.type === "Program" ? node : node.parent as Node;
}

const TYPE_WRAPPERS: ReadonlySet<string> = new Set([
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSParameterProperty",
  "TSExportAssignment",
  "TSInstantiationExpression",
]);

/** Parents in which an identifier is only ever a name being given. */
const NAMING: ReadonlySet<string> = new Set([
  "ArrayPattern",
  "BreakStatement",
  "CatchClause",
  "ContinueStatement",
  "ExportAllDeclaration",
  "ImportDefaultSpecifier",
  "ImportNamespaceSpecifier",
  "ImportSpecifier",
  "LabeledStatement",
  "MetaProperty",
  "RestElement",
  "TSParameterProperty",
]);

/**
 * Tells whether an identifier reads a value: not a key, not a type, not the
 * name of something that is being declared.
 *
 * @param node The identifier.
 */
export function isReference(node: Deno.lint.Identifier): boolean {
  const parent: Node = parentOf(node);
  if (NAMING.has(parent.type)) return false;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      return parent.parent.type === "ObjectPattern"
        ? parent.computed && parent.key === node
        : parent.value === node || parent.computed;
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.value === node || parent.computed;
    case "VariableDeclarator":
      return parent.init === node;
    case "AssignmentPattern":
    case "AssignmentExpression":
      return parent.right === node;
    case "ArrowFunctionExpression":
      return parent.body === node;
    case "FunctionDeclaration":
    case "FunctionExpression":
      return false;
    case "ClassDeclaration":
    case "ClassExpression":
      return parent.superClass === node;
    case "ExportSpecifier":
      return isLocalExport(parent, node);
    case "TSEnumMember":
      return parent.initializer === node;
  }
  return !parent.type.startsWith("TS") || TYPE_WRAPPERS.has(parent.type);
}

function isLocalExport(
  specifier: Deno.lint.ExportSpecifier,
  node: Deno.lint.Identifier,
): boolean {
  const statement = specifier.parent as Deno.lint.ExportNamedDeclaration;
  return statement.source === null && specifier.local === node &&
    specifier.exportKind !== "type" && statement.exportKind !== "type";
}

/**
 * Tells whether a scope around the node declares a value of that name.
 * Declarations are looked for only when a suspicious name was seen, so the
 * usual file costs nothing.
 *
 * @param node Where the name is used.
 * @param name The name.
 */
export function isBoundLocally(node: Node, name: string): boolean {
  for (let at: Node = node; at.type !== "Program";) {
    at = parentOf(at);
    if (declaresIn(at, name)) return true;
  }
  return false;
}

function declaresIn(scope: Node, name: string): boolean {
  switch (scope.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return scope.body.some((statement) => declares(statement, name));
    case "SwitchStatement":
      return scope.cases.some((branch) =>
        branch.consequent.some((statement) => declares(statement, name))
      );
    case "ForStatement":
      return scope.init !== null && declares(scope.init, name);
    case "ForInStatement":
    case "ForOfStatement":
      return declares(scope.left, name);
    case "CatchClause":
      return scope.param !== null && binds(scope.param, name);
    case "ArrowFunctionExpression":
      return scope.params.some((parameter) => binds(parameter, name));
    case "FunctionDeclaration":
    case "FunctionExpression":
      return scope.id?.name === name ||
        scope.params.some((parameter) => binds(parameter, name));
    case "ClassExpression":
      return scope.id?.name === name;
  }
  return false;
}

function declares(statement: Node, name: string): boolean {
  switch (statement.type) {
    case "VariableDeclaration":
      // `declare const Deno` only describes the global.
      return !statement.declare &&
        statement.declarations.some((one) => binds(one.id, name));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id?.name === name;
    case "TSEnumDeclaration":
      return statement.id.name === name;
    case "ImportDeclaration":
      return statement.importKind !== "type" &&
        statement.specifiers.some((one) =>
          one.local.name === name &&
          !(one.type === "ImportSpecifier" && one.importKind === "type")
        );
    case "ExportNamedDeclaration":
      return statement.declaration !== null &&
        declares(statement.declaration, name);
  }
  return false;
}

function binds(pattern: Node, name: string): boolean {
  switch (pattern.type) {
    case "Identifier":
      return pattern.name === name;
    case "AssignmentPattern":
      return binds(pattern.left, name);
    case "RestElement":
      return binds(pattern.argument, name);
    case "TSParameterProperty":
      return binds(pattern.parameter, name);
    case "ArrayPattern":
      return pattern.elements.some((one) => one !== null && binds(one, name));
    case "ObjectPattern":
      return pattern.properties.some((one) =>
        binds(one.type === "Property" ? one.value : one, name)
      );
  }
  return false;
}
