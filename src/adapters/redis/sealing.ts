import { toBase64Url } from "../../engine/encoding.ts";
import type { KeyHolder } from "../protection/protection.ts";
import {
  createSealing,
  type KeptText,
  type Unreadable,
} from "../store/sealing.ts";

/** Seals texts as the files are sealed, and writes them as text. */
export interface Sealer {
  /**
   * Seals a text with the first key.
   *
   * @param kept The text and the name of its partition.
   * @param place The key under which it will be kept; it opens nowhere else.
   */
  seal(kept: KeptText, place: string): Promise<string>;
  /**
   * Opens what was sealed with any of the keys.
   *
   * @param sealed What was found.
   * @param place The key under which it was found.
   * @returns The text, or why it cannot be had.
   */
  open(sealed: string, place: string): Promise<KeptText | Unreadable>;
}

/** Clients turn replies into UTF-8, which not every byte survives. */
const BASE64URL = /^[\w-]*$/;

function fixedKey(bytes: Uint8Array): KeyHolder {
  const key = new Uint8Array(bytes);
  return {
    find: () => Promise.resolve(key),
    obtain: () => Promise.resolve(key),
    forget: () => Promise.resolve(),
  };
}

function bytesOf(sealed: string): Uint8Array<ArrayBuffer> | undefined {
  if (!BASE64URL.test(sealed)) return undefined;
  try {
    return Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
  } catch {
    return undefined;
  }
}

/**
 * Makes a sealer.
 *
 * @param keys The first seals, each opens; 32 bytes each.
 * @returns The sealer.
 */
export function createSealer(keys: readonly Uint8Array[]): Sealer {
  const sealings = keys.map((key) => createSealing(fixedKey(key)));
  return {
    async seal(kept, place) {
      const [first] = sealings;
      if (first === undefined) throw new RangeError("Cannot seal without keys");
      return toBase64Url(await first.seal(kept, place));
    },
    async open(sealed, place) {
      const bytes = bytesOf(sealed);
      if (bytes === undefined) return "damaged";
      for (const sealing of sealings) {
        const found = await sealing.open(bytes, place);
        if (found !== "other_key") return found;
      }
      return "other_key";
    },
  };
}
