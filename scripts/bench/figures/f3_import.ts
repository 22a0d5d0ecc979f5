import { compare, type Figure } from "../figure.ts";
import { runProcess } from "../process.ts";
import { script } from "../product.ts";
import { alternate } from "../runner.ts";
import { pairedDifference } from "../statistics.ts";

const EMPTY = "Deno, empty script";
const LIBRARY = "import mod.ts";

/** What a script pays for importing the library. */
export const importLibrary: Figure = {
  id: "F3",
  title: "importing mod.ts",
  async measure({ runs }) {
    const { measured, skipped } = await alternate([
      {
        name: EMPTY,
        run: () => runProcess({ argv: script("floors/empty.ts") }),
      },
      {
        name: LIBRARY,
        run: () => runProcess({ argv: script("floors/import_library.ts") }),
      },
    ], runs);
    const value = compare(measured, {
      name: LIBRARY,
      floor: EMPTY,
      quantity: "wallMs",
      by: pairedDifference,
    });
    return {
      groups: [{ floor: EMPTY, measured }],
      targets: [
        { what: "time over an empty script", value, limit: 8, unit: "ms" },
      ],
      notes: skipped,
    };
  },
};
