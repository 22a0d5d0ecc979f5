/** Numbers of `add_key` and `keyctl`, by processor. */
const CALLS: Readonly<Record<string, { add: number; control: number }>> = {
  x86_64: { add: 248, control: 250 },
  aarch64: { add: 217, control: 219 },
};

/** Keyrings that every process can name. */
export const RINGS = {
  thread: -1,
  session: -3,
  user: -4,
  userSession: -5,
} as const;

/** Permissions: all for who possesses the key and for its user, nothing for others. */
const USER_ONLY = 0x3f3f0000;
const LONGEST_VALUE = 4096;

/** Error numbers that mean something here. */
export const KERNEL_ERRORS = {
  forbidden: 1,
  denied: 13,
  unsupported: 38,
  quota: 122,
  noKey: 126,
  expired: 127,
  revoked: 128,
  rejected: 129,
} as const;

const NO_KEY: readonly number[] = [
  KERNEL_ERRORS.noKey,
  KERNEL_ERRORS.expired,
  KERNEL_ERRORS.revoked,
];

/** The operations of `keyctl` that are used. */
const OPERATION = {
  ringId: 0,
  setPermissions: 5,
  link: 8,
  unlink: 9,
  search: 10,
  read: 11,
  setTimeout: 15,
  invalidate: 21,
} as const;

const TEXT = new TextEncoder();
const TYPE = TEXT.encode("user\0");

/** The kernel takes these numbers as `int`, whatever the register holds above. */
const READING = {
  search: {
    name: "syscall",
    parameters: ["i32", "i32", "i32", "buffer", "buffer", "i32"],
    result: "i32",
  },
  read: {
    name: "syscall",
    parameters: ["i32", "i32", "i32", "buffer", "usize"],
    result: "i32",
  },
  errno: { name: "__errno_location", parameters: [], result: "pointer" },
} as const;

const WRITING = {
  add: {
    name: "syscall",
    parameters: ["i32", "buffer", "buffer", "buffer", "usize", "i32"],
    result: "i32",
  },
  control: {
    name: "syscall",
    parameters: ["i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  errno: { name: "__errno_location", parameters: [], result: "pointer" },
} as const;

/** The kernel refused. */
export class KernelError extends Error {
  /** `"KernelError"`. */
  override readonly name = "KernelError";
  /** Its error number. */
  readonly errno: number;

  /**
   * Makes an error about a call.
   *
   * @param errno The kernel's error number.
   * @param options What was tried, and the cause.
   */
  constructor(errno: number, options: ErrorOptions = {}) {
    super(`The kernel answered with error ${errno}`, options);
    this.errno = errno;
  }
}

function numbers(): { add: number; control: number } {
  const found = Deno.build.os === "linux" ? CALLS[Deno.build.arch] : undefined;
  if (found === undefined) throw new KernelError(KERNEL_ERRORS.unsupported);
  return found;
}

function open<S extends Deno.ForeignLibraryInterface>(
  symbols: S,
): Deno.DynamicLibrary<S> {
  // A permission that is missing must not become a question.
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") {
    throw new Deno.errors.NotCapable("Requires ffi access");
  }
  try {
    return Deno.dlopen("libc.so.6", symbols);
  } catch (cause) {
    // Another C library, as on Alpine.
    throw new KernelError(KERNEL_ERRORS.unsupported, { cause });
  }
}

/**
 * Makes a reader of this thread's error number. Its place is asked for before
 * a call: whatever runs between a call and the reading may change the number.
 */
function errorNumber(location: () => Deno.PointerValue): () => number {
  const place = location();
  if (place === null) return () => -1;
  const view = new Deno.UnsafePointerView(place);
  return () => view.getInt32();
}

function checked(result: number, errno: () => number): number {
  if (result >= 0) return result;
  throw new KernelError(errno());
}

/** A key in the kernel: its number there, and what it holds. */
export interface KernelKey {
  /** Its serial number. */
  readonly serial: number;
  /** What it holds. */
  readonly value: Uint8Array<ArrayBuffer>;
}

/**
 * Looks for a key in a keyring and in those that it leads to.
 *
 * @param ring The keyring.
 * @param description The key's name.
 * @returns The key, or `undefined` if there is none.
 * @throws {KernelError} If the kernel refuses.
 */
export function findKernelKey(
  ring: number,
  description: string,
): KernelKey | undefined {
  const { control } = numbers();
  const library = open(READING);
  try {
    const { search, read } = library.symbols;
    const errno = errorNumber(library.symbols.errno);
    const name = TEXT.encode(`${description}\0`);
    const serial = checked(
      search(control, OPERATION.search, ring, TYPE, name, 0),
      errno,
    );
    const buffer = new Uint8Array(LONGEST_VALUE);
    const length = BigInt(buffer.length);
    const size = checked(
      read(control, OPERATION.read, serial, buffer, length),
      errno,
    );
    return { serial, value: buffer.slice(0, size) };
  } catch (error) {
    if (error instanceof KernelError && NO_KEY.includes(error.errno)) return;
    throw error;
  } finally {
    library.close();
  }
}

/** What to put into the kernel. */
export interface NewKernelKey {
  /** Its name; a key of the same name in the same keyring is replaced. */
  readonly description: string;
  /** What it holds. */
  readonly value: Uint8Array<ArrayBuffer>;
  /** When it ends by itself, in seconds from now; never when left out. */
  readonly seconds?: number;
}

/**
 * Puts a key into a keyring.
 *
 * @param ring The keyring.
 * @param key The key.
 * @throws {KernelError} If the kernel refuses.
 */
export function putKernelKey(ring: number, key: NewKernelKey): void {
  const { add, control: call } = numbers();
  const library = open(WRITING);
  try {
    const { add: addKey, control } = library.symbols;
    const errno = errorNumber(library.symbols.errno);
    const act = (operation: number, first: number, second: number) =>
      checked(control(call, operation, first, second, 0), errno);
    const { description, value, seconds } = key;
    const name = TEXT.encode(`${description}\0`);
    // Without a session keyring a process does not possess what is in the
    // user's keyring, and could not change the permissions of a key that it
    // has just made there. What is in its thread's keyring it does possess.
    const serial = checked(
      addKey(add, TYPE, name, value, BigInt(value.length), RINGS.thread),
      errno,
    );
    try {
      if (seconds !== undefined) act(OPERATION.setTimeout, serial, seconds);
      act(OPERATION.setPermissions, serial, USER_ONLY);
      act(OPERATION.link, serial, ring);
    } finally {
      act(OPERATION.unlink, serial, RINGS.thread);
    }
  } finally {
    library.close();
  }
}

/**
 * Takes a key out of the kernel, wherever it is linked.
 *
 * @param serial Its serial number.
 * @throws {KernelError} If the kernel refuses.
 */
export function removeKernelKey(serial: number): void {
  const { control: call } = numbers();
  const library = open(WRITING);
  try {
    const { control } = library.symbols;
    const errno = errorNumber(library.symbols.errno);
    checked(control(call, OPERATION.invalidate, serial, 0, 0), errno);
  } finally {
    library.close();
  }
}

/**
 * Tells whether this login has a session keyring of its own, which ends with
 * it. Without one the kernel lends a process that of its user.
 *
 * @throws {KernelError} If the kernel refuses.
 */
export function hasSessionKeyring(): boolean {
  const { control: call } = numbers();
  const library = open(WRITING);
  try {
    const { control } = library.symbols;
    const errno = errorNumber(library.symbols.errno);
    const idOf = (ring: number) =>
      checked(control(call, OPERATION.ringId, ring, 0, 0), errno);
    return idOf(RINGS.session) !== idOf(RINGS.userSession);
  } finally {
    library.close();
  }
}
