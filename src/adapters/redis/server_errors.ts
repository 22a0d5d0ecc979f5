import { StoreError, type StoreErrorReason } from "../../engine/errors.ts";

interface Refusal {
  readonly reason: StoreErrorReason;
  /** The end of a sentence about the server. */
  readonly what: string;
  readonly hint: string;
}

const CREDENTIALS = "Check the user and the password that the client is given";
const LATER = "Try again in a moment";
const CLUSTER =
  "Use a client for clusters, and give it the key that comes with each command";

/** By the first word of what the server answers, which is its code. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  OOM: {
    reason: "full",
    what: "has no memory left",
    hint: 'Give the server more memory, or look at its "maxmemory"',
  },
  READONLY: {
    reason: "read_only",
    what: "is a replica that may not be written",
    hint: "Send the commands to the primary",
  },
  NOAUTH: {
    reason: "forbidden",
    what: "wants a password",
    hint: CREDENTIALS,
  },
  WRONGPASS: {
    reason: "forbidden",
    what: "refuses the user or the password",
    hint: CREDENTIALS,
  },
  NOPERM: {
    reason: "forbidden",
    what: "does not let this user do that",
    hint: "Give the user the rights that the store's documentation names",
  },
  DENIED: {
    reason: "forbidden",
    what: "takes no connections from other machines",
    hint: 'Give the server a password, or look at its "protected-mode"',
  },
  WRONGTYPE: {
    reason: "unsafe",
    what: "has something else under that key",
    hint: "Use a prefix that nothing else uses",
  },
  MOVED: {
    reason: "failed",
    what: "is not the node for that key",
    hint: CLUSTER,
  },
  ASK: {
    reason: "failed",
    what: "is not the node for that key",
    hint: CLUSTER,
  },
  CROSSSLOT: {
    reason: "failed",
    what: "got keys of several slots in one command",
    hint: "Let the client send the keys as they are",
  },
  CLUSTERDOWN: {
    reason: "failed",
    what: "belongs to a cluster that is down",
    hint: "Look at the nodes of the cluster",
  },
  MASTERDOWN: {
    reason: "failed",
    what: "has lost its primary",
    hint: "Look at the primary of the server",
  },
  MISCONF: {
    reason: "failed",
    what: "takes no writes because it cannot save its data",
    hint: "Look at the server's disk and at its log",
  },
  NOREPLICAS: {
    reason: "failed",
    what: "takes no writes because it has too few replicas",
    hint: "Look at the replicas of the server",
  },
  LOADING: { reason: "failed", what: "is starting", hint: LATER },
  BUSY: { reason: "failed", what: "is busy with a script", hint: LATER },
  TRYAGAIN: { reason: "failed", what: "is moving the key", hint: LATER },
};

/** Longest part of a message that is passed on. */
const LONGEST_WORDS = 300;

/** Until 7.0 the server puts an error inside a script behind `ERR`. */
const IN_SCRIPT = /^ERR Error running script .*?: -([A-Z]{2,})(?: |$)/;
const CODE = /^([A-Z]{2,})(?: |$)/;

function own(error: unknown, name: "code" | "message" | "name"): string {
  const value: unknown = typeof error === "object" && error !== null
    ? Reflect.get(error, name)
    : undefined;
  return typeof value === "string" ? value : "";
}

/** Clients hang the command on their errors, a password in it at times. */
function withoutCommand(message: string): ErrorOptions {
  if (message === "") return {};
  const words = message.split(/[\r\n]/, 1).join("").slice(0, LONGEST_WORDS);
  return { cause: new Error(words) };
}

function unreachable(error: unknown): string {
  const name = [own(error, "code"), own(error, "name")]
    .find((one) => /^[A-Za-z_]{2,64}$/.test(one) && one !== "Error");
  return name === undefined ? "" : `: the client says "${name}"`;
}

/**
 * Makes the error for a command that failed.
 *
 * @param action What could not be done, such as `read the record`.
 * @param error What the client threw.
 * @returns The error; nothing of the command is in it.
 */
export function serverError(action: string, error: unknown): StoreError {
  const message = own(error, "message");
  const cause = withoutCommand(message);
  const [, code] = IN_SCRIPT.exec(message) ?? CODE.exec(message) ?? [];
  if (code === undefined) {
    return new StoreError(
      "failed",
      `Cannot ${action}: the Redis server cannot be reached${
        unreachable(error)
      }`,
      {
        ...cause,
        hint: "Check that the server runs, and the address of the client",
      },
    );
  }
  const known = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (known === undefined) {
    return new StoreError(
      "failed",
      `Cannot ${action}: the Redis server answered "${code}"`,
      { ...cause, hint: "Look at what the server said, in the cause" },
    );
  }
  return new StoreError(
    known.reason,
    `Cannot ${action}: the Redis server ${known.what} ("${code}")`,
    { ...cause, hint: known.hint },
  );
}

/**
 * Makes the error for a server that is silent.
 *
 * @param action What could not be done.
 * @param ms How long it had, in milliseconds.
 * @returns The error.
 */
export function silentServerError(action: string, ms: number): StoreError {
  return new StoreError(
    "failed",
    `Cannot ${action}: the Redis server did not answer within ${ms} ms`,
    { hint: "Check that the server runs, and that the client is connected" },
  );
}

/**
 * Makes the error for a reply that no server gives.
 *
 * @param action What could not be done.
 * @returns The error.
 */
export function wrongReplyError(action: string): StoreError {
  return new StoreError(
    "failed",
    `Cannot ${action}: the reply has the wrong shape`,
    {
      hint:
        'Let "command" resolve with the reply as it is: a text, a whole number, null or a list',
    },
  );
}
