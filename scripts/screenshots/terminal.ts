import pty from "npm:@lydell/node-pty@1.1.0";
import xterm from "npm:@xterm/headless@6.0.0";

/** How a cell is drawn. */
export interface CellStyle {
  /** A colour of the sixteen, or `#rrggbb`; the terminal's own when absent. */
  readonly color?: number | string;
  readonly background?: number | string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
}

/** One cell of the screen. */
export interface Cell extends CellStyle {
  /** What is in it; empty behind a wide character. */
  readonly text: string;
}

/** A program on a terminal that pictures can be taken of. */
export interface Filmed {
  /** Sends bytes as a keyboard does. */
  readonly press: (bytes: string) => void;
  /** Resolves as soon as the screen matches. */
  readonly until: (pattern: RegExp) => Promise<void>;
  /** What is on the screen, row by row. */
  readonly cells: () => readonly (readonly Cell[])[];
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>;
}

/** What is not there after so long will not come. */
const DEADLINE_MS = 30_000;

type Color = Pick<CellStyle, "color" | "background">;

function colorOf(
  { isDefault, isRgb, value }: {
    readonly isDefault: boolean;
    readonly isRgb: boolean;
    readonly value: number;
  },
): number | string | undefined {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, "0")}` : value;
}

function cellOf(cell: xterm.IBufferCell): Cell {
  const front = colorOf({
    isDefault: cell.isFgDefault(),
    isRgb: cell.isFgRGB(),
    value: cell.getFgColor(),
  });
  const back = colorOf({
    isDefault: cell.isBgDefault(),
    isRgb: cell.isBgRGB(),
    value: cell.getBgColor(),
  });
  const [color, background] = cell.isInverse() ? [back, front] : [front, back];
  const colors: Color = {
    ...(color === undefined ? {} : { color }),
    ...(background === undefined ? {} : { background }),
  };
  return {
    text: cell.getWidth() === 0 ? "" : cell.getChars() || " ",
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    ...colors,
  };
}

function rowsOf(terminal: xterm.Terminal): readonly (readonly Cell[])[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    return Array.from({ length: terminal.cols }, (_, column) => {
      const cell = line?.getCell(column);
      if (cell === undefined) throw new Error("The screen has no such cell");
      return cellOf(cell);
    });
  });
}

/**
 * Starts a program on a terminal.
 *
 * @param command The program and its arguments.
 * @param options The size in cells, the folder and the environment.
 * @returns The program.
 */
export function film(
  [program = "", ...args]: readonly string[],
  options: {
    readonly columns: number;
    readonly rows: number;
    readonly cwd: string;
    readonly env: Record<string, string>;
  },
): Filmed {
  const { columns: cols, rows } = options;
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const name = "xterm-256color";
  const child = pty.spawn(program, args, { ...options, cols, name });
  const watchers = new Set<() => void>();
  let isWhole = false;
  child.onData((data) =>
    terminal.write(data, () => {
      isWhole = endsFrame(data, isWhole);
      if (isWhole) watchers.forEach((look) => look());
    })
  );
  const cells = () => rowsOf(terminal);
  const text = () =>
    cells().map((row) => row.map(({ text }) => text).join("")).join("\n");
  return {
    press: (bytes) => child.write(bytes),
    cells,
    ended: new Promise((resolve) => child.onExit(() => resolve())),
    until: (pattern) => waitFor(pattern, { text, watchers }),
  };
}

/** Frames stand between two marks; in the middle of one nothing is to be seen. */
function endsFrame(data: string, before: boolean): boolean {
  const [begin, end] = ["\x1b[?2026h", "\x1b[?2026l"]
    .map((mark) => data.lastIndexOf(mark));
  return begin === end ? before : (end ?? -1) > (begin ?? -1);
}

function waitFor(
  pattern: RegExp,
  { text, watchers }: {
    readonly text: () => string;
    /** Who is told when something was drawn. */
    readonly watchers: Set<() => void>;
  },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(deadline);
      watchers.delete(look);
      end();
    };
    const look = () => {
      if (pattern.test(text())) settle(resolve);
    };
    const deadline = setTimeout(() => {
      const error = new Error(`No ${pattern} on the screen:\n${text()}`);
      settle(() => reject(error));
    }, DEADLINE_MS);
    watchers.add(look);
    look();
  });
}
