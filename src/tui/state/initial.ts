import type { FlowChoice, Size, State, UserKeys } from "./model.ts";
import { spokenSize } from "./layout.ts";
import {
  DEFAULT_SETTINGS,
  type FixedSettings,
  type InterfaceSettings,
} from "./settings.ts";

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
  /** What the person chose before; the defaults when absent. */
  readonly settings?: InterfaceSettings;
  /** What the environment has chosen instead. */
  readonly fixed?: FixedSettings;
  /** Keys that the person gave to bindings. */
  readonly userKeys?: UserKeys;
}

/**
 * The interface before anything happened.
 *
 * @param options What does not change, the time and the size.
 * @returns The state; its profiles are still to be loaded.
 */
export function initialState(options: InitialOptions): State {
  const { timeZone, settings = DEFAULT_SETTINGS, ...rest } = options;
  const local = timeZone === undefined ? {} : { localZone: timeZone };
  const zone = settings.times === "utc" ? "UTC" : timeZone;
  const screenReader = options.screenReader ?? false;
  return {
    ...rest,
    size: screenReader ? spokenSize(options.size) : options.size,
    ...local,
    ...(zone === undefined ? {} : { timeZone: zone }),
    settings,
    fixed: options.fixed ?? {},
    traces: [],
    log: [],
    typedUsers: {},
    recent: [],
    userKeys: options.userKeys ?? {},
    screenReader,
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
    checkId: 0,
    scripts: [],
    scriptId: 0,
    formId: 0,
  };
}
