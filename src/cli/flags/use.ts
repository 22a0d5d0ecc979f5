import type { TypedCommandFlagParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import {
  forceFlag,
  type GetTokenFlags,
  signInAliases,
  type SignInFlags,
  signInFlags,
} from "./get_token.ts";
import {
  listFlag,
  onFlag,
  parsedFlag,
  parseDuration,
  parseVariableName,
  switchFlag,
  textFlag,
} from "./kinds.ts";

/** How commands that use a token get it. */
export type TokenUseFlags =
  & SignInFlags
  & Pick<GetTokenFlags, "force" | "cache" | "minTtl" | "interaction">;

const tokenUseFlags = {
  ...signInFlags,
  force: forceFlag,
  cache: onFlag("use tokens of earlier calls, and keep this one"),
  minTtl: parsedFlag(parseDuration, {
    brief: "life the token must still have, such as 10m",
    placeholder: "time",
  }),
  interaction: onFlag("ask the user to sign in where it is needed"),
} as const satisfies TypedCommandFlagParameters<
  TokenUseFlags,
  Context
>["flags"];

/** What `call` can be told. */
export type CallFlags = TokenUseFlags & {
  readonly data?: string;
  readonly dataFile?: string;
  readonly header?: readonly string[];
  readonly include?: boolean;
  readonly location?: boolean;
  readonly all?: boolean;
  readonly output?: string;
  readonly dryRun?: boolean;
};

/** A method of HTTP and an address, or the address alone. */
export type CallArguments = [first: string, second?: string];

/** The options and arguments of `call`. */
export const callParameters = {
  flags: {
    ...tokenUseFlags,
    data: textFlag(
      "what to send: text, @FILE, or @- for what is piped",
      "text",
    ),
    dataFile: textFlag("send what is in this file", "path"),
    header: listFlag(
      "one more header, or @FILE with some, repeatable",
      "header",
    ),
    include: switchFlag("write the status and the headers before the answer"),
    location: switchFlag(
      "follow redirects; the token stays with the first host",
    ),
    all: switchFlag("fetch every page, and write one list"),
    output: textFlag("raw, json, or a file for the answer", "format"),
    dryRun: switchFlag("show what would be sent, redacted, and send nothing"),
  },
  aliases: {
    ...signInAliases,
    d: "data",
    H: "header",
    i: "include",
    L: "location",
    o: "output",
  },
  positional: {
    kind: "tuple",
    parameters: [
      {
        parse: String,
        brief: "GET, POST, …; may be left out",
        placeholder: "method",
      },
      {
        parse: String,
        brief: "the whole address, with https://",
        placeholder: "url",
        optional: true,
      },
    ],
  },
} as const;

/** What `exec` can be told. */
export type ExecFlags = TokenUseFlags & {
  readonly env: string;
};

/** Variables that say what a loader, a shell or an interpreter does first. */
const ACTS =
  /^(LD_.*|DYLD_.*|GLIBC_.*|GCONV_PATH|PATH|PATHEXT|IFS|ENV|BASH_.*|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|ZDOTDIR|SHELL|COMSPEC|HOME|USERPROFILE|TMPDIR|TEMP|TMP|EDITOR|VISUAL|PAGER|BROWSER|NODE_.*|DENO_.*|BUN_.*|PYTHON.*|PERL.*|RUBY.*|GEM_.*|JAVA_TOOL_OPTIONS|_?JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|CORECLR_.*|COR_.*|LUA_.*|PHP.*|GIT_(SSH|SSH_COMMAND|ASKPASS|EDITOR|PAGER|EXEC_PATH|EXTERNAL_DIFF|PROXY_COMMAND|CONFIG.*|TEMPLATE_DIR)|SSH_ASKPASS|SUDO_ASKPASS|MAKEFLAGS)$/i;

/**
 * Reads the name of the variable that a command gets a token in.
 *
 * @param text The name.
 * @returns The name.
 * @throws {UsageError} If it cannot be one, or would change how programs run.
 */
function parseTokenVariable(text: string): string {
  const name = parseVariableName(text);
  if (!ACTS.test(name)) return name;
  throw new UsageError(
    `the variable ${name} changes how programs are run`,
    "Give the token a name of its own, such as MY_TOKEN",
  );
}

/** The options and arguments of `exec`. */
export const execParameters = {
  flags: {
    ...tokenUseFlags,
    env: {
      kind: "parsed",
      parse: parseTokenVariable,
      default: "ACCESS_TOKEN",
      brief: "the variable that the token is put into",
      placeholder: "NAME",
    },
  },
  aliases: signInAliases,
  positional: {
    kind: "array",
    minimum: 1,
    parameter: {
      parse: String,
      brief: "the program and its arguments, after --",
      placeholder: "command",
    },
  },
} as const;

/** Options of `get-token` that these commands have no use for. */
export const NO_OUTPUT = { warnExpiry: 0 } as const;

/**
 * Reads the method and the address of a call.
 *
 * @param words Both, or the address alone.
 * @param hasData Whether something is sent.
 * @returns The method in upper case, and the address.
 * @throws {UsageError} If it is no method, or no address.
 */
export function readTarget(
  [first, second]: readonly [first: string, second?: string | undefined],
  hasData: boolean,
): { readonly method: string; readonly url: URL } {
  const usual = hasData ? "POST" : "GET";
  const method = second === undefined ? usual : first.toUpperCase();
  if (!/^[A-Z]{1,20}$/.test(method) || /^(CONNECT|TRACE)$/.test(method)) {
    throw new UsageError(
      `Cannot call with the method "${first}"`,
      "Write the method first, such as GET or PATCH, and then the address",
    );
  }
  if (hasData && (method === "GET" || method === "HEAD")) {
    throw new UsageError(
      `Cannot send data with ${method}`,
      "Use POST, PUT or PATCH, or leave the data out",
    );
  }
  const text = second ?? first;
  // A parser of addresses drops some of them silently, and writes others anew.
  if (/[\p{Cc}\s]/u.test(text)) {
    throw new UsageError(
      "Cannot call an address that has blanks or control characters in it",
      "Write a blank as %20",
    );
  }
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url !== null) {
    url.hash = "";
    return { method, url };
  }
  throw new UsageError(
    `Cannot call "${
      text.replace(/\?.*$/s, "").replace(/\/\/.*@/s, "//")
    }": it is not a whole address`,
    "Write it whole, such as https://graph.microsoft.com/v1.0/me",
  );
}
