/**
 * A text that must not be seen by accident: it shows as `[secret]` wherever it
 * is printed, inspected or serialized.
 */
export class Secret {
  readonly #value: string;

  /**
   * Hides a text.
   *
   * @param value The text.
   */
  constructor(value: string) {
    this.#value = value;
  }

  /**
   * Shows the text; to be called where it is used and nowhere else.
   *
   * @returns The text.
   */
  reveal(): string {
    return this.#value;
  }

  /**
   * Stands in for the text.
   *
   * @returns `"[secret]"`.
   */
  toString(): string {
    return "[secret]";
  }

  /**
   * Stands in for the text in JSON.
   *
   * @returns `"[secret]"`.
   */
  toJSON(): string {
    return "[secret]";
  }
}
