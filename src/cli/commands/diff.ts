import { diffTokens } from "../../engine/jwt/diff.ts";
import { decodeToken } from "../../engine/jwt/decode.ts";
import type { DecodedToken } from "../../engine/jwt/explanation.ts";
import type { Context } from "../context.ts";
import { TokenNotValidError, UsageError } from "../errors.ts";
import type { DiffFlags } from "../flags/verify.ts";
import { prettyDiff } from "../output/diff_pretty.ts";
import { viewDiff } from "../output/diff_view.ts";
import { toJson } from "../output/json.ts";
import { createStyle, usesColor } from "../terminal/style.ts";
import { readGivenToken } from "../call/token_argument.ts";

const PROFILE = "profile:";

/** A token, also with what is copied with it, and the JSON of a token endpoint. */
const TOKEN =
  /^\s*(?:authorization\s*[:=]|bearer\s|\{|["'`]?e[w-z0-9_-][\w+/=-]{8,}\.)/i;

async function readOne(
  argument: string,
  { flags, context }: {
    readonly flags: DiffFlags;
    readonly context: Context;
  },
): Promise<string> {
  const read = { context, action: "compare" };
  if (argument.startsWith(PROFILE)) {
    const profile = argument.slice(PROFILE.length);
    const source = { ...flags, profile };
    return (await readGivenToken(undefined, { ...read, flags: source })).text;
  }
  if (argument === "-" || TOKEN.test(argument)) {
    return (await readGivenToken(argument, { ...read, flags })).text;
  }
  const source = { ...flags, file: argument };
  return (await readGivenToken(undefined, { ...read, flags: source })).text;
}

const UNREADABLE: Readonly<Record<DecodedToken["kind"], string>> = {
  jwe: "it is encrypted",
  opaque: "it is no JWT",
  jws: "nothing of it can be read",
};

/** What can be read of a damaged token is compared, and the rest is told. */
function decoded(
  text: string,
  { which, context: { messages } }: {
    readonly which: "first" | "second";
    readonly context: Context;
  },
): DecodedToken {
  const token = decodeToken(text);
  const isReadable = token.kind === "jws" &&
    (Object.keys(token.payload).length > 0 || token.problems.length === 0);
  if (!isReadable) {
    throw new TokenNotValidError(
      `Cannot compare the ${which} token: ${UNREADABLE[token.kind]}`,
      "Give two JWTs, the files that they are in, or profile:NAME",
    );
  }
  if (token.problems.length > 0) {
    messages.warn(
      `the ${which} token is damaged: ${token.problems.join("; ")}`,
    );
  }
  return token;
}

/** Compares two tokens. */
export default async function diff(
  this: Context,
  flags: DiffFlags,
  ...[first, second]: readonly [first: string, second: string]
): Promise<void> {
  const { io, options } = this;
  if (flags.json && flags.output === "pretty") {
    throw new UsageError(
      "Cannot use --json and -o pretty together",
      "--json is short for -o json",
    );
  }
  if (first === "-" && second === "-") {
    throw new UsageError(
      "Cannot read both tokens from standard input",
      "Name a file or profile:NAME for one of them",
    );
  }
  const read = { flags, context: this };
  const one = await readOne(first, read);
  const other = await readOne(second, read);
  const found = diffTokens(
    decoded(one, { which: "first", context: this }),
    decoded(other, { which: "second", context: this }),
    { now: io.clock.now() },
  );
  if (flags.json || flags.output === "json") {
    return io.stdout.write(toJson(viewDiff(found)));
  }
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  io.stdout.write(prettyDiff(found, style));
}
