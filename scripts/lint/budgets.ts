import { type Node, parentOf } from "./bindings.ts";
import { codeLines } from "./code_lines.ts";
import { ROOT } from "./layer_table.ts";

/** Lines of code of one function, with the functions inside it. */
const MAX_LINES = 40;
/** Parameters of a function that a whole file or more can call. */
const MAX_PARAMETERS = 2;

type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

const shortFunctions: Deno.lint.Rule = {
  create(context) {
    const source = context.sourceCode.text;
    return onFunctions(context, (node) => {
      const first = lineAt(source, node.range[0]);
      const last = lineAt(source, node.range[1]);
      if (last - first < MAX_LINES) return;
      const count = codeLines(source).slice(first, last + 1).filter(Boolean)
        .length;
      if (count <= MAX_LINES) return;
      context.report({
        range: node.range,
        message: `A function of ${count} lines of code: ${MAX_LINES} at most`,
      });
    });
  },
};

const fewParameters: Deno.lint.Rule = {
  create(context) {
    return onFunctions(context, (node) => {
      const parameters = node.params.filter((one) =>
        one.type !== "Identifier" || one.name !== "this"
      );
      const [third, ...more] = parameters.slice(MAX_PARAMETERS);
      if (third === undefined || !isTopLevel(node)) return;
      if (more.length === 0 && isOptions(third)) return;
      context.report({
        range: node.range,
        message: `A function of ${parameters.length} parameters: ` +
          `${MAX_PARAMETERS} at most, then an options object`,
      });
    });
  },
};

function onFunctions(
  context: Deno.lint.RuleContext,
  check: (node: FunctionNode) => void,
): Deno.lint.LintVisitor {
  const file = context.filename.replaceAll("\\", "/");
  const path = file.startsWith(ROOT) ? file.slice(ROOT.length) : "";
  if (!/^(src\/|scripts\/|mod\.ts$)/.test(path)) return {};
  return {
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  };
}

/** An object taken apart, or one that is called options. */
function isOptions(parameter: Deno.lint.Parameter): boolean {
  const given: Node = parameter.type === "AssignmentPattern"
    ? parameter.left
    : parameter;
  return given.type === "ObjectPattern" ||
    (given.type === "Identifier" && /options$/i.test(given.name));
}

function isTopLevel(node: FunctionNode): boolean {
  let owner = parentOf(node);
  if (owner.type === "VariableDeclarator") owner = parentOf(parentOf(owner));
  return owner.type === "Program" || owner.type.startsWith("Export");
}

function lineAt(source: string, offset: number): number {
  let line = 0;
  for (
    let at = source.indexOf("\n");
    at !== -1 && at < offset;
    at = source.indexOf("\n", at + 1)
  ) line++;
  return line;
}

/** Budgets of functions; those of files are `scripts/size.ts`'s. */
const plugin: Deno.lint.Plugin = {
  name: "budgets",
  rules: {
    "short-functions": shortFunctions,
    "few-parameters": fewParameters,
  },
};

export default plugin;
