import type { Secret } from "../secret.ts";

/** Asks a person. */
export interface Prompt {
  /**
   * Asks for something that nobody may see while it is typed.
   *
   * @throws {AuthError} `interaction_required` if nobody can answer.
   */
  secret(question: string, signal?: AbortSignal): Promise<Secret>;
}
