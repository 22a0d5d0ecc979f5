/**
 * How `call` calls an API: what is sent, with which token, and what becomes of
 * the answer. May import the engine and adapters, like the rest of `cli`.
 *
 * @module
 */
import { NotUtf8Error, UnsafeFileError } from "../../adapters/files.ts";
import { StorageError, UsageError } from "../errors.ts";
import { type CallFlags, readTarget } from "../flags/use.ts";
import type { Io } from "../io.ts";

/** What is sent, but for the token. */
export interface ApiRequest {
  /** The method, in upper case. */
  readonly method: string;
  /** The address. */
  readonly url: URL;
  /** The headers that were asked for. */
  readonly headers: Headers;
  /** What is sent. */
  readonly body?: Uint8Array<ArrayBuffer>;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Files are read as text and as bytes: an image is neither damaged nor refused. */
async function readFile(
  path: string,
  { files, signal }: Io,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const text = await files.read(path, { fatal: true, signal });
    if (text !== undefined) return encode(text);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof NotUtf8Error) return new Uint8Array(cause.bytes);
    const error = cause instanceof UnsafeFileError
      ? new StorageError(`Cannot send ${path}: ${cause.message}`)
      : new StorageError(`Cannot read ${path}`);
    throw Object.assign(error, { cause });
  }
  throw new UsageError(
    `Cannot find the file ${path}`,
    "Check the path; it counts from the working directory",
  );
}

async function readPiped(
  { stdin, signal }: Io,
): Promise<Uint8Array<ArrayBuffer>> {
  if (stdin.isTerminal) {
    throw new UsageError(
      "Cannot send standard input: nothing is piped in",
      "Pipe it in, or use -d TEXT or -d @FILE",
    );
  }
  const text = await stdin.readAll(signal);
  if (!text.includes("\ufffd")) return encode(text);
  throw new UsageError(
    "Cannot send standard input: it is not UTF-8",
    "Put it into a file, and use --data-file PATH",
  );
}

async function readData(
  { data, dataFile }: CallFlags,
  io: Io,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (data !== undefined && dataFile !== undefined) {
    throw new UsageError("Cannot use --data and --data-file together");
  }
  if (dataFile !== undefined) return await readFile(dataFile, io);
  if (data === "@-") return await readPiped(io);
  if (data?.startsWith("@")) return await readFile(data.slice(1), io);
  return data === undefined ? undefined : encode(data);
}

/** The headers that tell who calls; only the token does. */
const OF_TOKEN = ["authorization", "proxy-authorization"];

function addHeader(headers: Headers, line: string): void {
  const [, name = "", value = ""] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
  if (OF_TOKEN.includes(name.toLowerCase())) {
    throw new UsageError(
      `Cannot take the header "${name}": the token goes there`,
      "Say with -p, -s or --resource which token it is to be",
    );
  }
  try {
    headers.append(name, value);
  } catch {
    // What is repeated here could be a secret.
    throw new UsageError(
      "Cannot use a header: it is not NAME: VALUE",
      "Write it as in -H 'ConsistencyLevel: eventual'",
    );
  }
}

async function readHeaders(
  lines: readonly string[],
  io: Io,
): Promise<Headers> {
  const headers = new Headers();
  for (const line of lines) {
    if (!line.startsWith("@")) {
      addHeader(headers, line);
      continue;
    }
    const text = new TextDecoder().decode(await readFile(line.slice(1), io));
    text.split(/\r?\n/).filter((each) => each.trim() !== "")
      .forEach((each) => addHeader(headers, each));
  }
  return headers;
}

/** What is JSON says so; what else it is, only the caller knows. */
function contentType(
  body: Uint8Array,
  { data = "" }: CallFlags,
): string {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return "application/json";
  } catch {
    return data === "" || data.startsWith("@")
      ? "application/octet-stream"
      : "text/plain; charset=utf-8";
  }
}

/**
 * Reads what is to be sent.
 *
 * @param words The method and the address, or the address alone.
 * @param options The options, and the world.
 * @returns The request, without a token.
 * @throws {UsageError} If there is no such request.
 * @throws {StorageError} If a file cannot be read.
 */
export async function readRequest(
  words: readonly [first: string, second?: string | undefined],
  { flags, io }: { readonly flags: CallFlags; readonly io: Io },
): Promise<ApiRequest> {
  const hasData = flags.data !== undefined || flags.dataFile !== undefined;
  const target = readTarget(words, hasData);
  const headers = await readHeaders(flags.header ?? [], io);
  if (!headers.has("accept")) headers.set("accept", "application/json, */*");
  const body = await readData(flags, io);
  if (body === undefined) return { ...target, headers };
  if (!headers.has("content-type")) {
    headers.set("content-type", contentType(body, flags));
  }
  return { ...target, headers, body };
}
