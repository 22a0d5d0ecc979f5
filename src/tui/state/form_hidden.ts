import {
  editField,
  EMPTY_FIELD,
  fieldText,
  type TextEdit,
  type TextField,
} from "./text_field.ts";

/** One change of a {@linkcode HiddenText}; what is inserted is hidden, too. */
export type HiddenEdit =
  | { readonly kind: "insert"; readonly text: HiddenText }
  | Exclude<TextEdit, { readonly kind: "insert" }>;

/**
 * A text being typed that must not be seen: it shows as `[hidden]` wherever it
 * is printed, inspected or recorded.
 */
export class HiddenText {
  readonly #field: TextField;

  private constructor(field: TextField) {
    this.#field = field;
  }

  /**
   * Hides a text.
   *
   * @param text The text.
   * @returns The text, hidden, the cursor at its end.
   */
  static of(text: string): HiddenText {
    return new HiddenText(editField(EMPTY_FIELD, { kind: "insert", text }));
  }

  /** How many characters it has. */
  get count(): number {
    return this.#field.graphemes.length;
  }

  /** How many of them stand before the cursor. */
  get cursor(): number {
    return this.#field.cursor;
  }

  /**
   * Changes it.
   *
   * @param edit The change.
   * @returns The text afterwards.
   */
  edit(edit: HiddenEdit): HiddenText {
    // Where its words end is nobody's business: all before the cursor is one.
    if (edit.kind === "delete_word") return this.#withoutStart();
    return new HiddenText(editField(
      this.#field,
      edit.kind === "insert"
        ? { kind: "insert", text: edit.text.reveal() }
        : edit,
    ));
  }

  #withoutStart(): HiddenText {
    const { graphemes, cursor } = this.#field;
    return new HiddenText({ graphemes: graphemes.slice(cursor), cursor: 0 });
  }

  /**
   * Shows it; to be called where it is sealed and nowhere else.
   *
   * @returns The text.
   */
  reveal(): string {
    return fieldText(this.#field);
  }

  /**
   * Stands in for it.
   *
   * @returns `"[hidden]"`.
   */
  toString(): string {
    return "[hidden]";
  }

  /**
   * Stands in for it in JSON.
   *
   * @returns `"[hidden]"`.
   */
  toJSON(): string {
    return "[hidden]";
  }
}
