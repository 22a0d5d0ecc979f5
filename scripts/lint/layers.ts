/**
 * The house rules that a machine can keep, as lint plugins. `layers.ts` keeps
 * the layers apart, `budgets.ts` keeps functions small. May import nothing
 * outside this folder: the linter loads it for every file.
 *
 * The linter shows a plugin nothing of what follows an empty statement (a lone
 * semicolon) in the same block; the formatter removes those, so a formatted
 * file is seen in full.
 *
 * @module
 */
import { noAmbientEffects, onlyMainExits } from "./effects.ts";
import { noUpwardImport } from "./imports.ts";

/** Layers and effects. */
const plugin: Deno.lint.Plugin = {
  name: "layers",
  rules: {
    "no-upward-import": noUpwardImport,
    "no-ambient-effects": noAmbientEffects,
    "only-main-exits": onlyMainExits,
  },
};

export default plugin;
