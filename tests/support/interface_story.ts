// A person before the real interface on a real terminal, and a sandbox behind it.
import type { Sandbox, SandboxOptions } from "../../src/sandbox/mod.ts";
import { clientId, openProduct, withSandbox } from "./product.ts";
import type { PtySession } from "./pty.ts";

/** Who signs in. */
export const ADA = "ada@contoso.onmicrosoft.example";

/** The list with its one profile, drawn to the last hint. */
export const READY = /work +○ none[^]*q quit/;

/** A sandbox that is quick enough to be waited for. */
const QUICK: SandboxOptions = { deviceIntervalSeconds: 0.2 };

/** The interface, open, and what is behind it. */
export interface InterfaceStory {
  readonly session: PtySession;
  readonly sandbox: Sandbox;
  readonly home: string;
}

/** How a story begins. */
export interface StoryOptions {
  /** How the sandbox behaves. */
  readonly sandbox?: SandboxOptions;
  /** The profiles that there are; one with a device code when absent. */
  readonly profiles?: (sandbox: Sandbox) => readonly object[];
  readonly env?: Record<string, string>;
  readonly columns?: number;
  readonly rows?: number;
  /** Flags of the runtime beside those of the program. */
  readonly flags?: readonly string[];
}

/** A profile of the sandbox's public client. */
export function deviceProfile(sandbox: Sandbox, name = "work"): object {
  return {
    name,
    authority: sandbox.authority,
    clientId: clientId(sandbox, "Contoso CLI"),
    scopes: ["User.Read"],
    flow: "device-code",
  };
}

/** Opens the interface, and has a story played in it until the program has ended. */
export async function playInterface(
  options: StoryOptions,
  play: (story: InterfaceStory) => Promise<void>,
): Promise<void> {
  const {
    sandbox: behaviour = QUICK,
    profiles = (one) => [deviceProfile(one)],
    ...terminal
  } = options;
  await withSandbox(behaviour, async (sandbox, home) => {
    await Deno.writeTextFile(
      `${home}/profiles.json`,
      JSON.stringify({ version: 1, profiles: profiles(sandbox) }),
    );
    const session = await openProduct({ args: [], home, ...terminal });
    try {
      await play({ session, sandbox, home });
      await session.exit;
    } catch (error) {
      session.kill("SIGKILL");
      await session.exit;
      throw error;
    }
  });
}

const CODE = /^ *((?:[A-Z0-9] ){8}[A-Z0-9])\b/m;

/** The code on the screen, as a person reads it. */
export function codeOn(screen: string): string {
  const [, spaced = ""] = CODE.exec(screen) ?? [];
  return spaced.replaceAll(" ", "");
}

/** Starts the sign-in of the selected profile and reads its code. */
export async function askForCode(session: PtySession): Promise<string> {
  session.press("\r");
  return codeOn(await session.until(CODE));
}

const COPIED = "\x1b]52;c;";
const END = "\x07";

/** Texts that a program put into the clipboard of the terminal, in order. */
export function copiedTo(session: PtySession): readonly string[] {
  const [, ...parts] = session.written().split(COPIED);
  return parts.map((part) =>
    new TextDecoder().decode(
      Uint8Array.fromBase64(part.slice(0, part.indexOf(END))),
    )
  );
}

/** All that was written but for what went into the clipboard. */
export function drawnOn(session: PtySession): string {
  const [first, ...parts] = session.written().split(COPIED);
  return first + parts.map((part) => part.slice(part.indexOf(END))).join("");
}

/** What nobody may see: a token, a code, a refresh token. */
export const SECRET = /eyJ[\w-]{20,}|\b[01]\.[A-Za-z0-9_-]{30,}/;
