import { writePrivate } from "../files_write.ts";
import { alone, onDisk } from "./alone.ts";
import { choiceFile, readChoice, type RememberedProtection } from "./choose.ts";

/** How a choice is kept. */
export interface RememberOptions {
  /** Whether it replaces an earlier one, which only a person may want. */
  readonly replace: boolean;
  /** Ends the wait for others. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps a choice for the runs to come.
 *
 * @param directory The state directory.
 * @param choice The choice.
 * @param options Whether it replaces an earlier one.
 * @returns What is kept then: of two processes that choose at the same time, both get the same.
 * @throws {StoreError} If it cannot be written.
 */
export async function rememberProtection(
  directory: string,
  choice: RememberedProtection,
  options: RememberOptions,
): Promise<RememberedProtection> {
  const path = choiceFile(directory);
  return await alone(path, async () => {
    const earlier = options.replace ? undefined : await readChoice(directory);
    if (earlier !== undefined) return earlier;
    const { protection, reason } = choice;
    const chosenAt = new Date().toISOString();
    const kept = { version: 1, protection, chosenAt, reason };
    await onDisk(
      "Cannot keep the choice of a place for the key",
      () => writePrivate(path, `${JSON.stringify(kept, null, 2)}\n`),
    );
    return choice;
  }, options);
}
