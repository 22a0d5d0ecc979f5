import { systemClock } from "./clock.ts";
import { environmentForOthers, environmentVariable } from "./environment.ts";

/** A program that takes what it reads into the clipboard. */
export interface ClipboardTool {
  /** Its full path, so that no other program of its name is given a token. */
  readonly path: string;
  /** What stands before the text. */
  readonly args?: readonly string[];
  /** The variable without which it has no clipboard to reach. */
  readonly needs?: string;
}

const TOOLS: Partial<Record<typeof Deno.build.os, readonly ClipboardTool[]>> = {
  darwin: [{ path: "/usr/bin/pbcopy" }],
  windows: [{ path: "C:\\Windows\\System32\\clip.exe" }],
  linux: [
    { path: "/usr/bin/wl-copy", needs: "WAYLAND_DISPLAY" },
    {
      path: "/usr/bin/xclip",
      args: ["-selection", "clipboard"],
      needs: "DISPLAY",
    },
  ],
};

/** A tool that takes longer waits for a display that does not answer. */
const TAKES_MS = 2_000;

/** Without the permission Deno would ask for it in the middle of the screen. */
function isUsable({ path, needs }: ClipboardTool): boolean {
  if (needs !== undefined && !environmentVariable(needs)) return false;
  const run = { name: "run", command: path } as const;
  return Deno.permissions.querySync(run).state === "granted";
}

/** On Windows the tool takes text of any language only as UTF-16 with its mark. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (Deno.build.os !== "windows") return new TextEncoder().encode(text);
  const marked = `\ufeff${text}`;
  const units = Uint16Array.from(
    { length: marked.length },
    (_, index) => marked.charCodeAt(index),
  );
  return new Uint8Array(units.buffer);
}

async function copyBy(
  { path, args = [] }: ClipboardTool,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const deadline = new AbortController();
  try {
    const child = new Deno.Command(path, {
      args: [...args],
      ...environmentForOthers(),
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      signal: deadline.signal,
    }).spawn();
    const late = new AbortController();
    const giveUp = systemClock.sleep(TAKES_MS, late.signal)
      .then(() => deadline.abort(), () => {});
    try {
      const writer = child.stdin.getWriter();
      await writer.write(bytes);
      await writer.close();
      return (await child.status).success;
    } finally {
      late.abort();
      await giveUp;
    }
  } catch {
    return false;
  }
}

/**
 * Puts a text into the clipboard of this machine with a tool of the platform.
 *
 * @param text The text; the tool reads it from its standard input.
 * @param tools What may be used, the best first; those of the platform when absent.
 * @returns Whether it is there; `false` where no tool may be used, and over
 *   SSH, where this machine's clipboard is not the person's.
 */
export async function copyNatively(
  text: string,
  tools: readonly ClipboardTool[] = TOOLS[Deno.build.os] ?? [],
): Promise<boolean> {
  if (environmentVariable("SSH_CONNECTION") || environmentVariable("SSH_TTY")) {
    return false;
  }
  const tool = tools.find(isUsable);
  return tool !== undefined && await copyBy(tool, bytesOf(text));
}
