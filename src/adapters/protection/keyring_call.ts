import type { KeyringReply, KeyringRequest } from "./keyring_worker.ts";

/** Loading the native library takes 20 ms, and on a busy machine much longer. */
const LOAD_MS = 10_000;
/** How long a keyring may be silent that nobody has to open. */
export const ANSWER_MS = 1_500;

/** How far a call came before it failed. */
export type KeyringStage = "loading" | "connecting" | "working";

/** The keyring did not do what it was asked. */
export class KeyringCallError extends Error {
  /** `"KeyringCallError"`. */
  override readonly name = "KeyringCallError";
  /** How far the call came. */
  readonly stage: KeyringStage;
  /** Whether it was ended because it took too long. */
  readonly isLate: boolean;

  /**
   * Makes an error about a call.
   *
   * @param message What the library said.
   * @param options How far the call came, and whether it took too long.
   */
  constructor(
    message: string,
    options: { readonly stage: KeyringStage; readonly isLate?: boolean },
  ) {
    super(message);
    this.stage = options.stage;
    this.isLate = options.isLate ?? false;
  }
}

/** How long a call may take. */
export interface KeyringCallOptions {
  /** How long the service may be silent, in milliseconds; 1,500 when left out. */
  readonly answerMs?: number | undefined;
  /** How long a person may take to open the keyring; as `answerMs` when left out. */
  readonly unlockMs?: number | undefined;
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
}

type Kept = Uint8Array<ArrayBuffer> | undefined;

/** A call that is under way: its thread, how far it is, and its end. */
class Call {
  readonly #worker = new Worker(
    new URL("./keyring_worker.ts", import.meta.url),
    { type: "module" },
  );
  readonly #ended = Promise.withResolvers<Kept>();
  readonly #options: KeyringCallOptions;
  readonly #start = performance.now();
  #stage: KeyringStage = "loading";
  #stopWaiting: () => void = () => {};

  constructor(options: KeyringCallOptions) {
    this.#options = options;
  }

  async run(request: KeyringRequest): Promise<Kept> {
    const { signal } = this.#options;
    const abort = () => this.#ended.reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    this.#worker.onmessage = ({ data }: MessageEvent<KeyringReply>) =>
      this.#hear(data, request);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message);
    };
    this.#expectWithin(LOAD_MS);
    try {
      return await this.#ended.promise;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#stopWaiting();
      this.#worker.terminate();
    }
  }

  #hear(reply: KeyringReply, request: KeyringRequest): void {
    const { answerMs = ANSWER_MS, unlockMs = answerMs } = this.#options;
    switch (reply.step) {
      case "loaded":
        this.#stage = "connecting";
        this.#worker.postMessage(request);
        return this.#expectWithin(
          // The whole call is to end in time; a busy machine gets half of it.
          Math.max(answerMs - (performance.now() - this.#start), answerMs / 2),
        );
      case "connected":
        this.#stage = "working";
        return this.#expectWithin(unlockMs);
      case "done":
        return this.#ended.resolve(reply.value ?? undefined);
      case "failed":
        return this.#fail(reply.message);
    }
  }

  /** A timer with a listener keeps the process alive: each is let go of. */
  #expectWithin(ms: number): void {
    const stage = this.#stage;
    const deadline = AbortSignal.timeout(ms);
    const giveUp = () => {
      const message = `No answer within ${Math.round(ms)} ms`;
      const error = new KeyringCallError(message, { stage, isLate: true });
      this.#ended.reject(error);
    };
    this.#stopWaiting();
    deadline.addEventListener("abort", giveUp, { once: true });
    this.#stopWaiting = () => deadline.removeEventListener("abort", giveUp);
  }

  #fail(message: string): void {
    this.#ended.reject(new KeyringCallError(message, { stage: this.#stage }));
  }
}

/**
 * Asks the system's keyring for something, in a thread that is ended when it
 * takes too long.
 *
 * @param request What to do.
 * @param options How long it may take.
 * @returns What the item holds at the end, or `undefined`.
 * @throws {KeyringCallError} If the library or the service fails or is late.
 */
export async function callKeyring(
  request: KeyringRequest,
  options: KeyringCallOptions = {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  options.signal?.throwIfAborted();
  return await new Call(options).run(request);
}
