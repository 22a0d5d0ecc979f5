import { load } from "../../adapters/load.ts";
import type { AcquiredToken } from "../../engine/client.ts";
import { tenantKind } from "../../engine/entra/tenants.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { acquireToken, within } from "../call/acquire_token.ts";
import type { TokenPlace } from "../call/call_client.ts";
import type { RememberOptions } from "../call/remember_call.ts";
import { type Call, resolveCall } from "../call/call.ts";
import { noteOverrides } from "../call/note_overrides.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import type { Io } from "../io.ts";
import { formatToken, TOKEN_FORMATS } from "../output/token_formats.ts";

interface Destination {
  readonly format: string;
  readonly file?: string;
  readonly isClipboard?: boolean;
}

const FORMATS = Object.keys(TOKEN_FORMATS);

/** A format has neither dots nor path separators, so anything with one is a file. */
function readOutput(flags: GetTokenFlags): Destination {
  const asked = flags.output;
  if (asked === undefined) return { format: flags.json ? "json" : "token" };
  if (Object.hasOwn(TOKEN_FORMATS, asked)) {
    if (!flags.json || asked === "json") return { format: asked };
    throw new UsageError(
      `Cannot use --json and -o ${asked} together`,
      "--json is short for -o json",
    );
  }
  if (/[./\\]/.test(asked)) {
    return { format: flags.json ? "json" : "token", file: asked };
  }
  throw new UsageError(
    `Cannot write the format "${asked}"`,
    `The formats are ${FORMATS.join(", ")}; a file's name has a dot or a path`,
  );
}

function chooseDestination(flags: GetTokenFlags): Destination {
  const { format, file } = readOutput(flags);
  if (file !== undefined && flags.file !== undefined) {
    throw new UsageError(
      "Cannot write to two files",
      "Give a format to -o, or leave --file out",
    );
  }
  const path = flags.file ?? file;
  if (path === "") {
    throw new UsageError(
      "Cannot write the token: --file names no file",
      "Give a path, or leave --file out for standard output",
    );
  }
  if (flags.includeRefreshToken && format !== "json" && format !== "yaml") {
    throw new UsageError(
      `Cannot show the refresh token with -o ${format}`,
      "Use -o json or -o yaml",
    );
  }
  if (path === undefined) {
    return { format, isClipboard: flags.clipboard === true };
  }
  if (!flags.clipboard) return { format, file: path };
  throw new UsageError("Cannot write to a file and to the clipboard together");
}

/** kubectl says which version of its interface it speaks. */
function execApiVersion(text: string | undefined): string | undefined {
  try {
    const version = (JSON.parse(text ?? "{}") as { apiVersion?: unknown })
      .apiVersion;
    return typeof version === "string" &&
        /^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(version)
      ? version
      : undefined;
  } catch {
    return undefined;
  }
}

async function write(
  text: string,
  { destination, context }: {
    readonly destination: Destination;
    readonly context: Context;
  },
): Promise<void> {
  const { io, messages } = context;
  const { file } = destination;
  if (destination.isClipboard) {
    const { writeClipboard } = await load<
      typeof import("../call/output_clipboard.ts")
    >("../call/output_clipboard.ts", import.meta.url);
    // What is pasted must not run by itself.
    return await writeClipboard(text.replace(/\n$/, ""), context);
  }
  if (file === undefined) return io.stdout.write(text);
  try {
    await io.files.writePrivate(file, text);
  } catch (cause) {
    const { notWritten } = await load<
      typeof import("../call/named_file.ts")
    >("../call/named_file.ts", import.meta.url);
    throw notWritten(`the token to ${file}`, cause);
  }
  const { sanitizeText } = await load<typeof import("../../engine/text.ts")>(
    "../../engine/text.ts",
    import.meta.url,
  );
  messages.note(
    `The token was written to ${sanitizeText(file)}, readable by you alone`,
  );
}

function warnOfExpiry(
  token: AcquiredToken,
  { minutes, context }: { readonly minutes: number; readonly context: Context },
): void {
  const left = token.expiresAt - context.io.clock.now();
  if (left > minutes * 60_000) return;
  context.messages.warn(
    left <= 0
      ? "the token has expired"
      : `the token ends in ${formatDuration(left)}`,
  );
}

/** What a call would send is written as text or data, and never into a file. */
async function showPreview(
  call: Call,
  { flags, context }: {
    readonly flags: GetTokenFlags;
    readonly context: Context;
  },
): Promise<void> {
  const { format, file, isClipboard } = chooseDestination(flags);
  if (isClipboard) {
    throw new UsageError(
      "Cannot use --dry-run with --clipboard: there is no token to copy",
    );
  }
  if (file !== undefined || !["token", "json", "yaml"].includes(format)) {
    throw new UsageError(
      `Cannot use --dry-run with ${
        file === undefined ? `-o ${format}` : "a file"
      }: there is no token to write`,
      "Leave the format out, or use -o json or -o yaml",
    );
  }
  const { previewText } = await load<typeof import("../call/dry_run.ts")>(
    "../call/dry_run.ts",
    import.meta.url,
  );
  context.io.stdout.write(
    await previewText(call, { flags, context, format }),
  );
}

/** The one tenant that a call names, by its id or domain. */
function askedTenant({ tenant, place }: Call["settings"]): string | undefined {
  const authority = place !== undefined && "authority" in place.value
    ? place.value.authority
    : "";
  const path = URL.parse(
    authority.includes("://") ? authority : `https://${authority}`,
  )?.pathname.split("/").find((part) => part !== "");
  const asked = tenant?.value ?? path ?? "";
  const kind = tenantKind(asked);
  return kind === "guid" || kind === "domain" ? asked : undefined;
}

/** The same call is answered at once the next time, where that is possible. */
async function remember(
  token: AcquiredToken,
  options: RememberOptions,
): Promise<void> {
  if (options.context.io.rememberCall === undefined) return;
  const { rememberCall } = await load<
    typeof import("../call/remember_call.ts")
  >(
    "../call/remember_call.ts",
    import.meta.url,
  );
  await rememberCall(token, options);
}

/** Nobody signs in for a token that cannot be written where it should go. */
async function checkPlace({ file }: Destination, io: Io): Promise<void> {
  if (file === undefined) return;
  const { requireDirectoryFor } = await load<
    typeof import("../call/named_file.ts")
  >("../call/named_file.ts", import.meta.url);
  await requireDirectoryFor(file, { what: "the token", io });
}

/** Gets an access token and writes it on standard output. */
export default async function getToken(
  this: Context,
  flags: GetTokenFlags,
): Promise<void> {
  const destination = chooseDestination(flags);
  const { io } = this;
  await checkPlace(destination, io);
  const start = io.clock.now();
  // The file of the profiles may be a pipe, or on a disk that hangs.
  const call = await within(flags.timeout, {
    io,
    work: (signal) =>
      resolveCall(flags, signal === io.signal ? io : { ...io, signal }),
  });
  noteOverrides(call, this);
  if (flags.dryRun) return await showPreview(call, { flags, context: this });
  const said = [...this.messages.said];
  const kept: { place?: TokenPlace } = {};
  const onPlace = (place: TokenPlace) => void (kept.place = place);
  const token = await acquireToken({
    ...{ call, flags, context: this, onPlace },
    goneMs: io.clock.now() - start,
  });
  warnOfExpiry(token, { minutes: flags.warnExpiry, context: this });
  const version = execApiVersion(this.io.env("KUBERNETES_EXEC_INFO"));
  const tenant = askedTenant(call.settings);
  const text = await formatToken(token, {
    format: destination.format,
    now: this.io.clock.now(),
    includeRefreshToken: flags.includeRefreshToken === true,
    ...(call.profile === undefined ? {} : { profile: call.profile }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(version === undefined ? {} : { execApiVersion: version }),
  });
  await write(text, { destination, context: this });
  const { place } = kept;
  const isPlain = destination.format === "token" &&
    destination.file === undefined && !destination.isClipboard;
  if (place === undefined || !isPlain) return;
  await remember(token, { call, flags, context: this, place, said });
}
