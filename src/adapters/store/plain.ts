import { isSealed, type KeptText, type Sealing } from "./sealing.ts";

async function checksum({ partition, text }: KeptText): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([partition, text]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function format({ partition, text }: KeptText): Promise<string> {
  const sha256 = await checksum({ partition, text });
  return JSON.stringify({ version: 1, partition, text, sha256 }) + "\n";
}

function parse(json: string): KeptText | undefined {
  try {
    const { partition, text } = JSON.parse(json);
    return typeof partition === "string" && typeof text === "string"
      ? { partition, text }
      : undefined;
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch {
    return undefined;
  }
}

/** Seals nothing: the files are JSON that whoever gets at them can read. */
export const plainSealing: Sealing = {
  async open(bytes) {
    if (isSealed(bytes)) return "other_key";
    const json = decode(bytes);
    const kept = json === undefined ? undefined : parse(json);
    // Nothing but what was written, to the byte, passes for whole.
    if (kept === undefined || await format(kept) !== json) return "damaged";
    return kept;
  },
  async seal(kept) {
    return new TextEncoder().encode(await format(kept));
  },
};
