import assert from "node:assert/strict";
import { ROOT } from "../../../scripts/lint/layer_table.ts";

/** One file as the linter would see it. */
export interface LintCase {
  /** Sentence about the rule. */
  readonly name: string;
  /** Path from the root. */
  readonly file: string;
  /** What the file holds. */
  readonly source: string;
  /** The messages expected, in order; none means that the file is clean. */
  readonly messages?: readonly string[];
}

/** Makes one test of each case. */
export function testLint(
  plugin: Deno.lint.Plugin,
  cases: readonly LintCase[],
): void {
  for (const { name, file, source, messages = [] } of cases) {
    Deno.test({
      name,
      permissions: "none",
      fn() {
        const found = Deno.lint.runPlugin(plugin, `${ROOT}${file}`, source);
        assert.deepEqual(found.map((one) => one.message), messages);
      },
    });
  }
}
