/**
 * Preloaded into the program whose pictures are taken, so that two runs draw
 * the same: its time begins at one moment, its random numbers and its port are
 * always the same ones. For pictures only: nothing in it is secret.
 *
 * @module
 */

/** 20 November 2026, 13:42:07 UTC: no minute is full while pictures are taken. */
const BEGINNING = Date.UTC(2026, 10, 20, 13, 42, 7);
/** Where the sandbox listens, instead of on a port that is free by chance. */
const PORT = 48_484;

const SystemDate = Date;
const started = SystemDate.now();

/** Passes as it does, from another beginning. */
function now(): number {
  return BEGINNING + SystemDate.now() - started;
}

class FixedDate extends SystemDate {
  constructor(...args: readonly number[]) {
    super(...(args.length === 0 ? [now()] : args) as [number]);
  }

  static override now = now;
}

globalThis.Date = FixedDate as DateConstructor;

/** By length, so that what happens at the same time does not change places. */
const drawn = new Map<number, number>();

/** The next numbers of Park and Miller's generator, from one seed a length. */
function fill(bytes: Uint8Array): void {
  let state = drawn.get(bytes.length) ?? bytes.length * 7919 + 1;
  for (let index = 0; index < bytes.length; index++) {
    state = state * 48_271 % 2_147_483_647;
    bytes[index] = state >>> 8 & 0xff;
  }
  drawn.set(bytes.length, state);
}

crypto.getRandomValues = function <T extends ArrayBufferView | null>(
  array: T,
): T {
  if (array !== null) {
    fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return array;
};

crypto.randomUUID = function () {
  const bytes = new Uint8Array(16);
  fill(bytes);
  bytes[6] = (bytes[6] ?? 0) & 0x0f | 0x40;
  bytes[8] = (bytes[8] ?? 0) & 0x3f | 0x80;
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${
    hex.slice(16, 20)
  }-${hex.slice(20)}`;
};

const listen = Deno.listen;
Deno.listen = ((options: Deno.ListenOptions) =>
  listen(
    options.port === 0 ? { ...options, port: PORT } : options,
  )) as typeof Deno.listen;

const serve = Deno.serve as (...args: readonly unknown[]) => unknown;
Deno.serve = ((...args: readonly unknown[]) => {
  const [options, ...rest] = args;
  const isFree = typeof options === "object" && options !== null &&
    "port" in options && options.port === 0;
  return isFree ? serve({ ...options, port: PORT }, ...rest) : serve(...args);
}) as typeof Deno.serve;
