import { load } from "../../adapters/load.ts";

/** Whoever never ends a line shall not fill the memory with it. */
const LONGEST_LINE = 32_768;

/** A copy of a script. */
export interface ScriptCopy {
  /** The copy's path. */
  readonly path: string;
  /** The copy's address, as Deno writes it. */
  readonly address: string;
  /** Names the script's own file where a text names the copy. */
  readonly rename: (text: string) => string;
}

/** The address of a file, as Deno writes it. */
function addressOf(path: string): string {
  const isWindows = /^[A-Za-z]:[/\\]/.test(path);
  const parts = (isWindows ? `/${path.replaceAll("\\", "/")}` : path)
    .split("/").map((part, at) =>
      isWindows && at === 1 ? part : encodeURIComponent(part)
    );
  return new URL(`file://${parts.join("/")}`).href;
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/**
 * Does something with a private copy of a script: the file may change between
 * the moment it is checked and the moment it runs.
 *
 * @param script The file, and the text that was read from it.
 * @param work What to do.
 * @returns What `work` returns; the copy is gone then.
 */
export async function withCopy<T>(
  script: { readonly path: string; readonly text: string },
  work: (copy: ScriptCopy) => Promise<T>,
): Promise<T> {
  const { withScriptCopy } = await load<
    typeof import("../../adapters/user_script_files.ts")
  >("../../adapters/user_script_files.ts", import.meta.url);
  const { text } = script;
  const name = nameOf(script.path);
  const own = addressOf(script.path);
  return await withScriptCopy({ text, name }, (path) => {
    const address = addressOf(path);
    // What it imports beside itself would be beside its file.
    const folders = [address, own].map((one) => one.replace(/[^/]*$/, ""));
    const [from = "", to = ""] = folders;
    const rename = (text: string) => text.replaceAll(from, () => to);
    return work({ path, address, rename });
  });
}

/** Renames in a text that comes in pieces. */
export interface PieceRenamer {
  /** Takes a piece, and gives what can no longer change. */
  readonly take: (piece: string) => string;
  /** Gives the rest. */
  readonly rest: () => string;
}

/**
 * Makes what renames in a text that comes in pieces: lines whole, since a name
 * may be cut between two pieces.
 *
 * @param rename Renames in a text.
 * @returns Nothing was taken yet.
 */
export function createPieceRenamer(
  rename: (text: string) => string,
): PieceRenamer {
  let begun = "";
  return {
    take(piece) {
      const at = piece.lastIndexOf("\n") + 1;
      if (at === 0 && begun.length < LONGEST_LINE) {
        begun += piece;
        return "";
      }
      const text = begun + piece.slice(0, at || piece.length);
      begun = at === 0 ? "" : piece.slice(at);
      return rename(text);
    },
    rest() {
      const text = rename(begun);
      begun = "";
      return text;
    },
  };
}
