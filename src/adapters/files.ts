/** Reads and writes the user's files. */
export interface Files {
  /**
   * Reads a text file.
   *
   * @param path Its path.
   * @returns Its text, or `undefined` if there is no such file.
   */
  read(path: string): Promise<string | undefined>;
  /**
   * Writes a text file that only the user may read, whole or not at all: a
   * reader sees the old text or the new one, also after a power cut.
   *
   * @param path Its path; its directory is made (0700) when it is missing.
   * @param text Its text.
   */
  writePrivate(path: string, text: string): Promise<void>;
}

function directoryOf(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return cut < 0 ? "." : path.slice(0, cut + 1);
}

/** A rename would replace a symbolic link, not the file that it leads to. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  using file = await Deno.open(path, {
    write: true,
    createNew: true,
    mode: 0o600,
  });
  const bytes = new TextEncoder().encode(text);
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
  await file.sync();
}

/** A rename is safe from a power cut once its directory is on the disk. */
async function syncDirectory(directory: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using handle = await Deno.open(directory);
  await handle.sync();
}

async function writePrivate(path: string, text: string): Promise<void> {
  await Deno.mkdir(directoryOf(path), { recursive: true, mode: 0o700 });
  const target = await realPath(path);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    await writeNew(temporary, text);
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(directoryOf(target));
}

/** The user's files. */
export const systemFiles: Files = {
  async read(path) {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  },
  writePrivate,
};
