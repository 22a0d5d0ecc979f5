/**
 * The vault of the interface: its passphrase is asked for on the plain
 * terminal, before the interface takes that over.
 *
 * @module
 */
import type { AskPassphrase, Storage } from "../../adapters/storage.ts";
import { StoreError } from "../../engine/errors.ts";
import type { Context } from "../context.ts";
import type { GlobalOptions } from "../global_options.ts";
import { commonSettings, type FirstStorage } from "./storage.ts";
import type { Io } from "../io.ts";
import { createMessages } from "../terminal/messages.ts";
import { openStorage } from "../kept/storage.ts";

/** So often may a passphrase be wrong. */
const TRIES = 3;

function noPassphrase(): StoreError {
  return new StoreError("locked", "No passphrase was given");
}

/** Once the interface is drawn nobody can be asked any more. */
function watched(ask: AskPassphrase, isOver: () => boolean): AskPassphrase {
  return async (why, signal) => {
    if (isOver()) throw noPassphrase();
    const answer = await ask(why, signal);
    if (answer.reveal() === "") throw noPassphrase();
    return answer;
  };
}

function withWatch(io: Io, isOver: () => boolean): Io {
  return {
    ...io,
    storage: ({ askPassphrase, ...options }) =>
      io.storage({
        ...options,
        ...(askPassphrase === undefined
          ? {}
          : { askPassphrase: watched(askPassphrase, isOver) }),
      }),
  };
}

/** Opens the vault, or makes it. */
async function unlock(
  { protection: { holder } }: Storage,
  { io, messages }: Pick<Context, "io" | "messages">,
): Promise<string | undefined> {
  for (let left = TRIES; left > 0; left--) {
    try {
      await holder?.obtain(io.signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { message, hint, reason } = error;
      if (reason !== "wrong_passphrase") return message;
      messages.say(hint === undefined ? message : `${message}. ${hint}`);
    }
  }
  return `The passphrase was wrong ${TRIES} times`;
}

async function withoutKept(io: Io, why: string): Promise<FirstStorage> {
  const storage = await io.storage({
    directory: "",
    asked: "memory",
    env: io.env,
    canAsk: false,
  });
  return {
    storage,
    problem:
      `${why}, so the vault stays closed: what you get now ends with the interface`,
  };
}

/**
 * Opens the vault while a person can still be asked. Without the right
 * passphrase it goes on without kept tokens.
 *
 * @param io The world.
 * @param given The options of every command, and who hears of damaged files and the like.
 * @returns The storage.
 * @throws The reason of the world's signal, or of the key that ends the prompt.
 */
export async function openVaultFirst(
  io: Io,
  { options, warn }: {
    readonly options: GlobalOptions;
    readonly warn: (text: string) => void;
  },
): Promise<FirstStorage> {
  let isOver = false;
  const messages = createMessages(io, options);
  try {
    const storage = await openStorage({
      context: {
        io: withWatch(io, () => isOver),
        options,
        messages: { ...messages, warn },
        process: { stdout: io.stdout, stderr: io.stderr },
      },
      settings: commonSettings(io),
    });
    const problem = await unlock(storage, { io, messages });
    return problem === undefined ? { storage } : await withoutKept(io, problem);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return await withoutKept(io, error.message);
  } finally {
    isOver = true;
  }
}
