/**
 * Talks to the system's keyring in a thread of its own: the native library
 * blocks for two seconds when the service hangs, which nothing can end but the
 * end of the thread.
 */
import type { Entry } from "@napi-rs/keyring";

/** What the keyring is to do. */
export interface KeyringRequest {
  /**
   * Read the item, put it and read it back, take it away, or try all three
   * with an item that nobody else has.
   */
  readonly task: "get" | "put" | "remove" | "try";
  /** Whose item. */
  readonly service: string;
  /** Which item. */
  readonly account: string;
  /** What to put. */
  readonly value?: Uint8Array<ArrayBuffer>;
}

/** How far it is: the library is there; the service has answered; the end. */
export type KeyringReply =
  | { readonly step: "loaded" | "connected" }
  | { readonly step: "done"; readonly value: Uint8Array<ArrayBuffer> | null }
  | { readonly step: "failed"; readonly message: string };

const scope = globalThis as unknown as {
  postMessage(reply: KeyringReply): void;
  onmessage: (event: MessageEvent<KeyringRequest>) => void;
};

function read(entry: Entry): Uint8Array<ArrayBuffer> | null {
  const value = entry.getSecret();
  return value === null ? null : Uint8Array.from(value);
}

function work(
  entry: Entry,
  { task, value }: KeyringRequest,
): Uint8Array<ArrayBuffer> | null {
  if (task === "get") return read(entry);
  if (task === "remove") {
    entry.deleteCredential();
    return null;
  }
  entry.setSecret(value ?? new Uint8Array());
  const kept = read(entry);
  if (task === "try") entry.deleteCredential();
  return kept;
}

function reportFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  scope.postMessage({ step: "failed", message });
}

try {
  // A static import that fails would write to standard error by itself.
  const { Entry } = await import("@napi-rs/keyring");
  scope.onmessage = ({ data }) => {
    try {
      const entry = new Entry(data.service, data.account, {
        // "auto" would move to the kernel's keyring without a word.
        linux: { store: "secret-service" },
      });
      scope.postMessage({ step: "connected" });
      scope.postMessage({ step: "done", value: work(entry, data) });
    } catch (error) {
      reportFailure(error);
    }
  };
  scope.postMessage({ step: "loaded" });
} catch (error) {
  reportFailure(error);
}
