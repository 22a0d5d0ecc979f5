/** The terminal that the interface is on, as effects use it. */
export interface Terminal {
  /** Draws everything again. */
  redraw(): Promise<void>;
  /**
   * Shows a text on the normal screen, and comes back when a person wants to.
   *
   * @param text Lines, none of which is broken.
   * @param until Comes back at its end, too.
   */
  present(text: string, until: AbortSignal): Promise<void>;
  /** Stops the program, as Ctrl+Z does, until the shell lets it go on. */
  stop(): Promise<void>;
}
