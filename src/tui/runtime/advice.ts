import type { ErrorView } from "../state/model.ts";
import { clean } from "./present.ts";
import type { TuiServices } from "./services.ts";

/**
 * Puts an error into clean words, even when nobody knows any for it.
 *
 * @param error What was thrown.
 * @param services Who may know.
 * @returns The words.
 */
export async function adviceOn(
  error: unknown,
  services: TuiServices,
): Promise<ErrorView> {
  try {
    return clean(await services.advise(error));
  } catch {
    return {
      title: "Something unexpected happened",
      message: clean(error instanceof Error ? error.message : String(error)),
      code: "unexpected",
      details: [],
      suggestions: [],
    };
  }
}
