// Reading what is no plain file: pipes, devices, and what says nothing of its length.
import { unless } from "./stdin.ts";

/** What is read at once. */
const PART = 64 * 1024;
/** Deno hands these out as streams only, to whoever may not do everything. */
const STANDARD_INPUT = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/** How far a stream is read. */
export interface StreamLimits {
  /** The number of bytes that is enough. */
  readonly most: number;
  /** Ends the wait; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Opening a pipe waits for its writer, in a thread that cannot be called back. */
async function open(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Deno.FsFile> {
  const opening = Deno.open(path);
  try {
    return await unless(opening, signal);
  } catch (error) {
    opening.then((file) => file.close(), () => {});
    throw error;
  }
}

async function readAtMost(
  source: { read(into: Uint8Array): Promise<number | null> },
  { most, signal }: StreamLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(Math.min(PART, most));
  let length = 0;
  while (length < most) {
    if (length === bytes.length) {
      const larger = new Uint8Array(Math.min(length * 2, most));
      larger.set(bytes);
      bytes = larger;
    }
    const count = await unless(source.read(bytes.subarray(length)), signal);
    if (count === null) break;
    length += count;
  }
  return bytes.slice(0, length);
}

/**
 * Reads a stream until its last writer has closed it, or as much as is enough.
 *
 * @param path Its path.
 * @param limits How far, and what ends the wait.
 * @returns What was in it.
 * @throws {Error} The signal's reason, or what the file system met.
 */
export async function readStream(
  path: string,
  limits: StreamLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (STANDARD_INPUT.includes(path)) {
    return await readAtMost(Deno.stdin, limits);
  }
  using file = await open(path, limits.signal);
  return await readAtMost(file, limits);
}
