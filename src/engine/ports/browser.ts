/** Opens the user's browser. */
export interface Browser {
  /**
   * Opens `url`; resolves when the opener has taken it.
   *
   * @throws {Error} If there is no browser to open; the message says why.
   */
  open(url: URL, signal?: AbortSignal): Promise<void>;
}
