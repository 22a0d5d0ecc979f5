/**
 * Watches for crashes while the terminal is taken over. Without it an uncaught
 * error would leave the alternate screen on, the cursor hidden and the keys
 * raw, and its message would be drawn where nobody sees it.
 *
 * @param onCrash Hears the first uncaught error.
 * @returns Ends the watch.
 */
export function guardTerminal(onCrash: (error: unknown) => void): () => void {
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    onCrash(event.error);
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    onCrash(event.reason);
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return () => {
    globalThis.removeEventListener("error", onError);
    globalThis.removeEventListener("unhandledrejection", onRejection);
  };
}
