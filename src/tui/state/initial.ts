import type { FlowChoice, Size, State } from "./model.ts";

/** What the interface is told before anything happens. */
export interface InitialOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly size: Size;
  readonly flows: readonly FlowChoice[];
  /** A word beside the title, such as `sandbox`. */
  readonly banner?: string;
  /** What a person should know while a device code waits. */
  readonly deviceHint?: string;
  /** IANA name; the system's when absent. */
  readonly timeZone?: string;
  readonly screenReader?: boolean;
  /** Whether a shell can stop the program; it cannot when absent. */
  readonly canStop?: boolean;
  /** Whether QR codes can be drawn; they can when absent. */
  readonly drawsQr?: boolean;
}

/**
 * The interface before anything happened.
 *
 * @param options What does not change, the time and the size.
 * @returns The state; its profiles are still to be loaded.
 */
export function initialState(options: InitialOptions): State {
  return {
    ...options,
    screenReader: options.screenReader ?? false,
    canStop: options.canStop ?? false,
    drawsQr: options.drawsQr ?? true,
    tokens: new Map(),
    listId: 0,
    looking: new Set(),
    warnings: [],
    selected: 0,
    screen: { kind: "home" },
    overlays: [],
    runId: 0,
  };
}
