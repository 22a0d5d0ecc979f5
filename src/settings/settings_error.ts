/** The settings cannot be used as they are. */
export class SettingsError extends Error {
  /** `"SettingsError"`. */
  override readonly name = "SettingsError";
  /** What the user can do about it. */
  readonly hint: string;

  /**
   * Makes an error about the settings.
   *
   * @param message What could not be done, and why; no secret in it.
   * @param options The hint and the cause.
   */
  constructor(
    message: string,
    options: ErrorOptions & { readonly hint: string },
  ) {
    super(message, options);
    this.hint = options.hint;
  }
}
