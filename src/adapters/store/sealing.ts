import type { KeyHolder } from "../protection/protection.ts";

/** What a file keeps. */
export interface KeptText {
  /** The partition's name. */
  readonly partition: string;
  /** The text that is kept under it. */
  readonly text: string;
}

/** Why a file cannot be read: it is not as it was written, or not for this key. */
export type Unreadable = "damaged" | "other_key";

/** Makes a file's bytes out of a text, and the other way round. */
export interface Sealing {
  /**
   * Opens what a file holds.
   *
   * @param bytes What it holds.
   * @param file The name of the file, without its directory.
   * @returns What is kept, or why that cannot be told.
   * @throws {StoreError} If the key cannot be had.
   */
  open(
    bytes: Uint8Array<ArrayBuffer>,
    file: string,
  ): Promise<KeptText | Unreadable>;
  /**
   * Makes what a file is to hold.
   *
   * @param kept What to keep.
   * @param file The name of the file, without its directory.
   * @returns Its bytes.
   * @throws {StoreError} If the key cannot be had.
   */
  seal(kept: KeptText, file: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** `ENTRADA` and the version of the envelope. */
const MAGIC = new Uint8Array([0x45, 0x4e, 0x54, 0x52, 0x41, 0x44, 0x41, 1]);
const KEY_ID_BYTES = 8;
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

interface Key {
  readonly key: CryptoKey;
  readonly id: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/**
 * Tells whether a file is sealed, by its first bytes.
 *
 * @param bytes What it holds.
 */
export function isSealed(bytes: Uint8Array): boolean {
  return startsWith(bytes, MAGIC);
}

/**
 * Tells one version of a file from the next: no two are sealed with one nonce.
 *
 * @param bytes What the file holds.
 * @returns The version.
 */
export function versionOf(bytes: Uint8Array): string {
  return bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES).toHex();
}

/** Bound to its file's name, so that no file can pass for another one. */
function algorithm(
  nonce: Uint8Array<ArrayBuffer>,
  { header, file }: { readonly header: Uint8Array; readonly file: string },
): AesGcmParams {
  const name = encoder.encode(file);
  const additionalData = new Uint8Array(header.length + name.length);
  additionalData.set(header);
  additionalData.set(name, header.length);
  return { name: "AES-GCM", iv: nonce, additionalData };
}

async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  const [key, digest] = await Promise.all([
    crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]),
    crypto.subtle.digest("SHA-256", bytes),
  ]);
  return { key, id: new Uint8Array(digest, 0, KEY_ID_BYTES) };
}

function content({ partition, text }: KeptText): Uint8Array<ArrayBuffer> {
  const [name, body] = [encoder.encode(partition), encoder.encode(text)];
  const bytes = new Uint8Array(LENGTH_BYTES + name.length + body.length);
  new DataView(bytes.buffer).setUint32(0, name.length);
  bytes.set(name, LENGTH_BYTES);
  bytes.set(body, LENGTH_BYTES + name.length);
  return bytes;
}

function parseContent(bytes: ArrayBuffer): KeptText {
  const cut = LENGTH_BYTES + new DataView(bytes).getUint32(0);
  return {
    partition: decoder.decode(
      new Uint8Array(bytes, LENGTH_BYTES, cut - LENGTH_BYTES),
    ),
    text: decoder.decode(new Uint8Array(bytes, cut)),
  };
}

async function unseal(
  bytes: Uint8Array<ArrayBuffer>,
  { key, file }: { readonly key: CryptoKey; readonly file: string },
): Promise<KeptText | Unreadable> {
  const header = bytes.subarray(0, HEADER_BYTES);
  const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const sealed = bytes.subarray(HEADER_BYTES + NONCE_BYTES);
  try {
    return parseContent(
      await crypto.subtle.decrypt(
        algorithm(nonce, { header, file }),
        key,
        sealed,
      ),
    );
  } catch {
    return "damaged";
  }
}

/** Asks the holder once, and again when a file wants another key. */
function createKeyRing(holder: KeyHolder) {
  let held: Key | undefined;
  /** Keys do not come back, and a keyring is slow. */
  const lost = new Set<string>();
  const heldWith = (id: Uint8Array) =>
    held !== undefined && startsWith(held.id, id) ? held : undefined;
  const take = async (bytes: Uint8Array<ArrayBuffer> | undefined) =>
    held = bytes && await importKey(bytes);
  return {
    async withId(id: Uint8Array): Promise<Key | undefined> {
      const key = heldWith(id);
      if (key !== undefined || lost.has(id.toHex())) return key;
      await take(await holder.find());
      if (heldWith(id) === undefined && holder.findAgain !== undefined) {
        await take(await holder.findAgain());
      }
      const found = heldWith(id);
      if (found === undefined) lost.add(id.toHex());
      return found;
    },
    /** Not the one in hand: another process may have forgotten that one. */
    async current(): Promise<Key> {
      return held = await importKey(await holder.obtain());
    },
  };
}

/**
 * Seals with AES-256-GCM.
 *
 * @param holder Holds the key; asked when there is something to open or to seal.
 * @returns The sealing.
 */
export function createSealing(holder: KeyHolder): Sealing {
  const keys = createKeyRing(holder);
  return {
    async open(bytes, file) {
      if (!isSealed(bytes)) {
        return bytes[0] === 0x7b ? "other_key" : "damaged";
      }
      if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) {
        return "damaged";
      }
      const found = await keys.withId(
        bytes.subarray(MAGIC.length, HEADER_BYTES),
      );
      if (found === undefined) return "other_key";
      return await unseal(bytes, { key: found.key, file });
    },
    async seal(kept, file) {
      const { key, id } = await keys.current();
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const header = new Uint8Array(HEADER_BYTES);
      header.set(MAGIC);
      header.set(id, MAGIC.length);
      const sealed = await crypto.subtle.encrypt(
        algorithm(nonce, { header, file }),
        key,
        content(kept),
      );
      const bytes = new Uint8Array(
        HEADER_BYTES + NONCE_BYTES + sealed.byteLength,
      );
      bytes.set(header);
      bytes.set(nonce, HEADER_BYTES);
      bytes.set(new Uint8Array(sealed), HEADER_BYTES + NONCE_BYTES);
      return bytes;
    },
  };
}
