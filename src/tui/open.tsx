/**
 * The terminal interface: opens it, and puts the terminal back. May import
 * Ink and React, types of the engine and settings, and values of the engine
 * only in `runtime/`.
 *
 * @module
 */
import { type Instance, render } from "ink";
import { createHandOver, type HandOver } from "./hand_over.ts";
import { createMouse, type Mouse } from "./mouse.ts";
import {
  openSession,
  type Session,
  type SessionOptions,
} from "./runtime/session.ts";
import type { Recorder, RecordingStart } from "./runtime/recording.ts";
import type { TuiServices } from "./runtime/services.ts";
import type { Leaving, Size, UserKeys } from "./state/model.ts";
import type { FixedSettings, InterfaceSettings } from "./state/settings.ts";
import { createLook, drawsQr, type Look } from "./theme/look.ts";
import { Root } from "./view/root.tsx";

export type {
  AskPaste,
  TuiAcquireOptions,
  TuiServices,
} from "./runtime/services.ts";
export type { ErrorView, ProfileSummary, Protection } from "./state/model.ts";

/** A terminal to draw on, as Node's streams are. */
export type TuiOutput = NodeJS.WritableStream & {
  readonly columns?: number;
  readonly rows?: number;
};

/** How the interface is opened. */
export interface TuiOptions {
  /** Where keys come from: a terminal. */
  readonly stdin: NodeJS.ReadableStream;
  /** Where frames go: a terminal, standard error in production. */
  readonly stdout: TuiOutput;
  /** Whether colours may be used. */
  readonly color?: boolean;
  /** Draw with ASCII alone. */
  readonly ascii?: boolean;
  /** Frames are spoken: plain lines, no alternate screen, no ticking. */
  readonly screenReader?: boolean;
  /** A word beside the title, such as `sandbox`. */
  readonly banner?: string;
  /** What a person should know while a device code waits. */
  readonly deviceHint?: string;
  /** IANA name of the zone that times are shown for; the system's when absent. */
  readonly timeZone?: string;
  /** Stops the program at Ctrl+Z until its shell lets it go on. */
  readonly stop?: () => Promise<void>;
  /** What the person chose before; the defaults when absent. */
  readonly settings?: InterfaceSettings;
  /** What the environment has chosen instead, and why. */
  readonly fixed?: FixedSettings;
  /** Keys that the person gave to bindings, by the binding's id. */
  readonly userKeys?: UserKeys;
  /** Begins to record the session; it is not recorded when absent. */
  readonly record?: (start: RecordingStart) => Recorder;
  /** Ends the interface; its reason is what the call rejects with. */
  readonly signal?: AbortSignal;
  /**
   * Watches for crashes and signals while the terminal is taken over, and calls
   * `restore` before anything else is printed.
   *
   * @returns What ends the watch.
   */
  readonly guard?: (restore: () => void) => () => void;
}

/** How the interface was left. */
export interface TuiResult {
  /** The token that the person chose to print. */
  readonly chosenToken?: string;
  /** One short line for the normal screen. */
  readonly line: string;
  /** Whether Ctrl+C ended it. */
  readonly interrupted: boolean;
}

/**
 * Opens the interface and waits until the person leaves it.
 *
 * @param services What the interface asks of the world.
 * @param options The terminal and the look.
 * @returns How it was left; the terminal is then as it was before.
 * @throws The reason of `options.signal`.
 */
export async function openTui(
  services: TuiServices,
  options: TuiOptions,
): Promise<TuiResult> {
  options.signal?.throwIfAborted();
  const look = lookOf(options);
  const mouse = createMouse(options);
  const terminal = createHandOver({ ...options, mouse });
  const session = openSession(services, {
    terminal,
    ...sessionOptions(options, look),
  });
  const onResize = () =>
    session.send({ type: "resized", size: sizeOf(options.stdout) });
  options.stdout.on("resize", onResize);
  const screen = draw(session, { ...options, look, terminal, mouse });
  const restore = () => {
    mouse.release();
    screen.unmount();
  };
  const unguard = options.guard?.(restore);
  try {
    const left = await Promise.race([session.left, ended(screen, options)]);
    // A guard may restore the terminal first and give its reason after that.
    options.signal?.throwIfAborted();
    return resultOf(left);
  } finally {
    options.stdout.off("resize", onResize);
    session.close();
    restore();
    unguard?.();
  }
}

function sessionOptions(
  options: TuiOptions,
  look: Look,
): Omit<SessionOptions, "terminal"> {
  const { banner, deviceHint, timeZone, settings, fixed, userKeys } = options;
  const { record, ascii = false } = options;
  return {
    size: sizeOf(options.stdout),
    screenReader: look.screenReader,
    drawsQr: drawsQr(look),
    canStop: options.stop !== undefined,
    ...(banner === undefined ? {} : { banner }),
    ...(deviceHint === undefined ? {} : { deviceHint }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(settings === undefined ? {} : { settings }),
    ...(fixed === undefined ? {} : { fixed }),
    ...(userKeys === undefined ? {} : { userKeys }),
    ...(record === undefined ? {} : {
      record: (start) =>
        record({ ...start, look: { color: look.color, ascii } }),
    }),
  };
}

function lookOf({ color, ascii, screenReader }: TuiOptions): Look {
  return createLook({
    ...(color === undefined ? {} : { color }),
    ...(ascii === undefined ? {} : { ascii }),
    ...(screenReader === undefined ? {} : { screenReader }),
  });
}

function draw(
  session: Session,
  options: TuiOptions & {
    readonly look: Look;
    readonly terminal: HandOver;
    readonly mouse: Mouse;
  },
): Instance {
  const { look, terminal, mouse } = options;
  const { screenReader } = look;
  const root = (
    <Root session={session} look={look} terminal={terminal} mouse={mouse} />
  );
  return render(root, {
    stdin: mouse.stdin,
    stdout: options.stdout,
    stderr: options.stdout,
    alternateScreen: !screenReader,
    incrementalRendering: !screenReader,
    isScreenReaderEnabled: screenReader,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 60,
  });
}

/** Rejects when a view throws or the caller gives up. */
function ended(screen: Instance, { signal }: TuiOptions): Promise<Leaving> {
  const failed = screen.waitUntilExit()
    .then((): Leaving => ({ line: "Entrada: closed" }));
  if (signal === undefined) return failed;
  const aborted = Promise.withResolvers<Leaving>();
  signal.addEventListener("abort", () => aborted.reject(signal.reason), {
    once: true,
  });
  return Promise.race([failed, aborted.promise]);
}

function resultOf({ chosen, line, interrupted }: Leaving): TuiResult {
  return {
    line,
    interrupted: interrupted === true,
    ...(chosen === undefined ? {} : { chosenToken: chosen.reveal() }),
  };
}

function sizeOf({ columns, rows }: TuiOutput): Size {
  return { columns: columns || 80, rows: rows || 24 };
}
