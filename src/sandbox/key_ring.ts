import { SIGNING_KEYS, type SigningKey } from "./signing_keys.ts";

/** The keys that are in use now. */
export interface KeyRing {
  /** The key of new tokens. */
  signing(): SigningKey;
  /** What the keys document shows: the key of new tokens and the one before it. */
  published(): readonly SigningKey[];
  /** New tokens get a key that no document has shown yet; the key before the last one is withdrawn. */
  rotate(): void;
  reset(): void;
}

export function createKeyRing(): KeyRing {
  let turns = 0;
  const at = (turn: number): SigningKey =>
    SIGNING_KEYS[(turn + SIGNING_KEYS.length) % SIGNING_KEYS.length] ??
      SIGNING_KEYS[0];
  return {
    signing: () => at(turns),
    published: () => [at(turns), at(turns - 1)],
    rotate() {
      turns = (turns + 1) % SIGNING_KEYS.length;
    },
    reset() {
      turns = 0;
    },
  };
}
