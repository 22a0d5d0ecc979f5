import { isBoundLocally, isReference, parentOf } from "./bindings.ts";
import { GLOBAL_OBJECTS, type Reach, reachesOf } from "./global_path.ts";
import { type Place, placeOf } from "./layer_table.ts";

/** Globals that reach the world: a path stands for all that begins with it. */
const EFFECTS: readonly string[] = [
  ..."Deno process console fetch WebSocket EventSource Worker".split(" "),
  ..."BroadcastChannel navigator localStorage sessionStorage".split(" "),
  ..."caches alert confirm prompt performance".split(" "),
  ..."setTimeout setInterval setImmediate AbortSignal.timeout".split(" "),
  ..."Date.now Temporal.Now Math.random crypto.getRandomValues".split(" "),
  ..."crypto.randomUUID crypto.subtle.generateKey".split(" "),
];

const EXITS: readonly string[] = [
  "Deno.exit",
  "Deno.exitCode",
  "process.exit",
  "process.exitCode",
  "process.abort",
];

const CLOCK: readonly string[] = [
  "Date",
  "setTimeout",
  "setInterval",
  "AbortSignal.timeout",
  "performance",
];

/** What a place may reach although its layer is not the adapters. */
const EXCEPTIONS: readonly {
  readonly file: RegExp;
  readonly may: readonly string[];
}[] = [
  // The local authority listens on loopback and makes its own keys and codes.
  {
    file: /^sandbox\//,
    may: ["Deno.serve", "Deno.listen", "Deno.listenTls", "crypto"],
  },
  { file: /^sandbox\/(.*[/_])?clock\.ts$/, may: CLOCK },
  { file: /^cli\/(main|demo)\.tsx?$/, may: ["Deno.args"] },
];

const MAY_EXIT = /^(cli\/main\.tsx?|adapters\/process([/_].*)?(\.ts)?)$/;

/** `no-ambient-effects`: the world comes in through ports. */
export const noAmbientEffects: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined || place.layer === "adapters") return {};
    return watch(context, (reach) => {
      const effect = effectOf(reach);
      if (effect === undefined || isOneOf(reach.path, EXITS)) return;
      if (isExcepted(place, reach.path)) return;
      return `"${effect}" is an effect: take it from a port`;
    });
  },
};

/** `only-main-exits`: one place ends the process. */
export const onlyMainExits: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined || MAY_EXIT.test(place.path)) return {};
    return watch(context, (reach) => {
      if (!isOneOf(reach.path, EXITS)) return;
      return `"${
        reach.path.join(".")
      }" ends the process: only src/cli/main.ts may`;
    });
  },
};

/** Visits every global that a file reaches; most files have no such name. */
function watch(
  context: Deno.lint.RuleContext,
  judge: (reach: Reach) => string | undefined,
): Deno.lint.LintVisitor {
  if (!SUSPICIOUS.test(context.sourceCode.text)) return {};
  return {
    Identifier(node) {
      if (!ROOTS.has(node.name) || !isReference(node)) return;
      if (isBoundLocally(node, node.name)) return;
      for (const reach of reachesOf(node)) {
        const message = judge(reach);
        if (message !== undefined) {
          context.report({ range: reach.node.range, message });
        }
      }
    },
  };
}

const ROOTS: ReadonlySet<string> = new Set([
  ...[...EFFECTS, "Date"].map((effect) => effect.replace(/\..*/, "")),
  ...GLOBAL_OBJECTS,
]);

const SUSPICIOUS = new RegExp(`\\b(${[...ROOTS].join("|")})\\b`);

function effectOf(reach: Reach): string | undefined {
  const { path, node } = reach;
  if (path.length === 0) return "globalThis";
  if (isOneOf(path, EFFECTS)) return path.join(".");
  if (path.length > 1 || path[0] !== "Date") return undefined;
  const parent = parentOf(node);
  if (parent.type === "CallExpression" && parent.callee === node) {
    return "Date()";
  }
  const isNow = parent.type === "NewExpression" && parent.callee === node &&
    parent.arguments.length === 0;
  return isNow ? "new Date()" : undefined;
}

function isExcepted(place: Place, path: readonly string[]): boolean {
  return EXCEPTIONS.some(({ file, may }) =>
    file.test(place.path) && isOneOf(path, may)
  );
}

function isOneOf(path: readonly string[], effects: readonly string[]): boolean {
  const dotted = `${path.join(".")}.`;
  return effects.some((effect) => dotted.startsWith(`${effect}.`));
}
