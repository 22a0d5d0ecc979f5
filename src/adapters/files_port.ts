// What the program asks of the user's files.

/** Who may have written a file that is obeyed. */
export interface TrustOptions {
  /** The user's home directory; its owner is the user where no better way tells. */
  readonly home: string | undefined;
  /** Whether the group may write to it, as in a checkout that is shared. */
  readonly group?: boolean;
}

/** How a file is read. */
export interface ReadOptions {
  /** Whether every byte has to be UTF-8. */
  readonly fatal?: boolean;
  /** Who may have written it; anybody if left out. */
  readonly trusted?: TrustOptions;
  /**
   * The number of bytes that it may have; with it, whatever else than a plain
   * file stands in its place is not opened.
   */
  readonly plainUpTo?: number;
  /** Ends the wait for a pipe that nobody writes to; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** How a file is written. */
export interface WriteOptions {
  /**
   * Write the file that a symbolic link leads to, if both have one owner.
   * Without it a link is refused, since somebody else may have laid it.
   */
  readonly followLink?: boolean;
  /** Refuse to replace a file that is there. */
  readonly isNew?: boolean;
}

/** The user's files. */
export interface Files {
  /**
   * Reads a text file.
   *
   * @param path Its path.
   * @param options Whether every byte has to be UTF-8, and what ends the wait.
   * @returns Its text, or `undefined` if there is no such file.
   * @throws {NotUtf8Error} If it has to be UTF-8 and is not.
   * @throws {UnsafeFileError} If it is longer than 16 MiB, or is not plain and
   * has to be.
   * @throws {UntrustedFileError} If others may have written it.
   */
  read(path: string, options?: ReadOptions): Promise<string | undefined>;
  /**
   * Writes a text file that only the user may read, whole or not at all: a
   * reader sees the old text or the new one, also after a power cut.
   *
   * @param path Its path; its directory is made (0700) when it is missing.
   * @param text Its text.
   * @param options Whether a link may stand in its place.
   * @throws {UnsafeFileError} If a link, a device, a pipe or a directory
   * stands in its place, which is left as it is.
   */
  writePrivate(
    path: string,
    text: string,
    options?: WriteOptions,
  ): Promise<void>;
  /**
   * Tells whether the directory is there that a file is to be written into.
   * Absent where files have none.
   *
   * @param path The file's path.
   * @returns Whether it is.
   */
  hasDirectoryFor?(path: string): Promise<boolean>;
  /**
   * Writes a file that only the user may read, part by part; it is there when
   * all of it is. Absent where only texts are kept.
   *
   * @param path Its path; its directory has to be there.
   * @param parts Its bytes, as they come.
   * @throws {UnsafeFileError} If something else than a file is in its place.
   */
  writePrivateParts?(
    path: string,
    parts: AsyncIterable<Uint8Array>,
  ): Promise<void>;
  /**
   * Does something while no other process does the same to a file. Absent
   * where there is nobody else.
   *
   * @param path The file.
   * @param work What to do.
   * @param signal Ends the wait.
   * @returns What `work` returns.
   * @throws {LockError} If others do not let go, or files cannot be locked.
   */
  withLock?<T>(
    path: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}
