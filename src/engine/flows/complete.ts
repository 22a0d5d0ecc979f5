/**
 * Runs a flow to its end.
 *
 * @param run The flow.
 * @param onEvent Hears what happens meanwhile.
 * @returns What the flow returns.
 * @throws {AuthError} What the flow throws.
 */
export async function complete<Event, Result>(
  run: AsyncGenerator<Event, Result>,
  onEvent?: (event: Event) => void,
): Promise<Result> {
  let next = await run.next();
  while (!next.done) {
    onEvent?.(next.value);
    next = await run.next();
  }
  return next.value;
}
