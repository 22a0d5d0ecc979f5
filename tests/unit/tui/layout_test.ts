import assert from "node:assert/strict";
import { type Box, type Part, partsOf } from "../../../src/tui/state/layout.ts";
import type { Size } from "../../../src/tui/state/model.ts";

type Parts = readonly (Box & { readonly part: Part })[];

/** Columns and rows that one character of a drawing stands for. */
const SCALE = { columns: 4, rows: 1 } as const;

const SIGNS: Readonly<Record<Part, string>> = {
  status: "s",
  title: "t",
  rule: "-",
  list: "l",
  strip: "p",
  side: "|",
  head: "h",
  claims: "c",
  header: "j",
  raw: "r",
  notice: "n",
  footer: "f",
};

/** One character for each four columns, one row for each row; same rows once. */
function draw(parts: Parts, { columns, rows }: Size): string {
  const lines = Array.from(
    { length: rows },
    (_, y) =>
      Array.from({ length: Math.ceil(columns / SCALE.columns) }, (_, at) => {
        const x = at * SCALE.columns;
        const found = parts.filter((box) =>
          box.x <= x && x < box.x + box.columns && box.y <= y &&
          y < box.y + box.rows
        );
        assert.ok(found.length <= 1, `two parts at ${x}, ${y}`);
        const [box] = found;
        return box === undefined ? "." : SIGNS[box.part];
      }).join(""),
  );
  return folded(lines).join("\n");
}

/** Rows that are the same are drawn once, and counted. */
function folded(lines: readonly string[]): readonly string[] {
  const drawn: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = drawn.at(-1);
    if (last?.line === line) last.count++;
    else drawn.push({ line, count: 1 });
  }
  return drawn.map(({ line, count }) => `${String(count).padStart(2)} ${line}`);
}

function art(text: string): string {
  return text.split("\n").map((line) => line.trimStart())
    .filter((line) => line !== "")
    .map((line) => line.replace(/^(\d) /, " $1 ")).join("\n");
}

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("partsOf() at 60×15: one column, no air", () => {
  const size = { columns: 60, rows: 15 };
  assert.equal(
    draw(partsOf(size, "home"), size),
    art(`
      1 ttttttttttttttt
      1 ---------------
      6 lllllllllllllll
      4 ppppppppppppppp
      1 nnnnnnnnnnnnnnn
      1 fffffffffffffff
      1 ...............`),
  );
  assert.equal(
    draw(partsOf(size, "claims"), size),
    art(`
      1 ttttttttttttttt
      1 ---------------
      3 hhhhhhhhhhhhhhh
      7 ccccccccccccccc
      1 nnnnnnnnnnnnnnn
      1 fffffffffffffff
      1 ...............`),
  );
});

test("partsOf() at 80×24: one column, and air under the head of a token", () => {
  const size = { columns: 80, rows: 24 };
  assert.equal(
    draw(partsOf(size, "home"), size),
    art(`
      1 tttttttttttttttttttt
      1 --------------------
      15 llllllllllllllllllll
      4 pppppppppppppppppppp
      1 nnnnnnnnnnnnnnnnnnnn
      1 ffffffffffffffffffff
      1 ....................`),
  );
  assert.equal(
    draw(partsOf(size, "raw"), size),
    art(`
      1 tttttttttttttttttttt
      1 --------------------
      4 hhhhhhhhhhhhhhhhhhhh
      15 rrrrrrrrrrrrrrrrrrrr
      1 nnnnnnnnnnnnnnnnnnnn
      1 ffffffffffffffffffff
      1 ....................`),
  );
});

test("partsOf() at 100×30: two columns", () => {
  const size = { columns: 100, rows: 30 };
  assert.equal(
    draw(partsOf(size, "home"), size),
    art(`
      1 ttttttttttttttttttttttttt
      1 -------------------------
      25 llllllllllll|||||||||||||
      1 nnnnnnnnnnnnnnnnnnnnnnnnn
      1 fffffffffffffffffffffffff
      1 .........................`),
  );
  assert.equal(
    draw(partsOf(size, "claims"), size),
    art(`
      1 ttttttttttttttttttttttttt
      1 -------------------------
      4 hhhhhhhhhhhhhhhhhhhhhhhhh
      10 cccccccccccccccjjjjjjjjjj
      11 cccccccccccccccrrrrrrrrrr
      1 nnnnnnnnnnnnnnnnnnnnnnnnn
      1 fffffffffffffffffffffffff
      1 .........................`),
  );
});

test("partsOf() at 200×60: the same two columns, wider", () => {
  const size = { columns: 200, rows: 60 };
  assert.equal(
    draw(partsOf(size, "home"), size),
    art(`
      1 tttttttttttttttttttttttttttttttttttttttttttttttttt
      1 --------------------------------------------------
      55 llllllllllllllllllllllll||||||||||||||||||||||||||
      1 nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
      1 ffffffffffffffffffffffffffffffffffffffffffffffffff
      1 ..................................................`),
  );
  assert.equal(
    draw(partsOf(size, "header"), size),
    art(`
      1 tttttttttttttttttttttttttttttttttttttttttttttttttt
      1 --------------------------------------------------
      4 hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
      25 ccccccccccccccccccccccccccccccjjjjjjjjjjjjjjjjjjjj
      26 ccccccccccccccccccccccccccccccrrrrrrrrrrrrrrrrrrrr
      1 nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
      1 ffffffffffffffffffffffffffffffffffffffffffffffffff
      1 ..................................................`),
  );
});

test("partsOf() below the least size: one line of status", () => {
  const size = { columns: 40, rows: 3 };
  assert.equal(
    draw(partsOf(size, "home"), size),
    art(`
      1 ssssssssss
      2 ..........`),
  );
});

test("partsOf() covers every cell but the last row and a column once, whatever the size", () => {
  for (const columns of [60, 61, 79, 80, 99, 100, 101, 137, 200, 300]) {
    for (const rows of [15, 16, 18, 19, 24, 30, 60, 100]) {
      for (const screen of ["home", "claims", "header", "raw"] as const) {
        const parts = partsOf({ columns, rows }, screen);
        const cells = parts.reduce(
          (sum, box) => sum + box.columns * box.rows,
          0,
        );
        // One blank column is between the claims and what is beside them.
        const isWide = columns >= 100 && screen !== "home";
        const claims = parts.find(({ part }) => part === "claims");
        const blank = isWide ? claims?.rows ?? 0 : 0;
        const wanted = columns * (rows - 1) - blank;
        assert.equal(cells, wanted, `${columns}×${rows}`);
        for (const { x, y, ...box } of parts) {
          assert.ok(x >= 0 && y >= 0 && box.columns > 0 && box.rows > 0);
          assert.ok(x + box.columns <= columns && y + box.rows < rows);
        }
      }
    }
  }
});
