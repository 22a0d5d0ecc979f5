import type { FlowName } from "../../engine/flows/flow_names.ts";
import { exactly, roughly } from "../document/time.ts";
import type {
  DeviceScreen,
  HeldToken,
  Overlay,
  ProfileSummary,
  State,
} from "./model.ts";
import { layoutOf } from "./layout.ts";
import { fieldText } from "./text_field.ts";
import { windowOf } from "./window.ts";

/** Where keys go: what is in front decides. */
export type Context =
  | "profiles"
  | "filter"
  | "device"
  | "browser"
  | "answer"
  | "token"
  | "error"
  | "form"
  | "menu"
  | "palette"
  | "ask"
  | "settings"
  | "verify"
  | "diff"
  | "reject"
  | "log"
  | "script"
  | "trace"
  | "trace_step"
  | "help";

/** A token that ends sooner is shown as ending soon, in milliseconds. */
export const EXPIRING_MS = 5 * 60_000;

/** The state of a profile, in a word and for a symbol. */
export interface ProfileStatus {
  readonly kind:
    | "busy"
    | "valid"
    | "expiring"
    | "expired"
    | "none"
    | "unknown";
  readonly text: string;
}

const profileLists = new WeakMap<
  readonly ProfileSummary[],
  { readonly query: string; readonly shown: readonly ProfileSummary[] }
>();

/**
 * The profiles that the filter lets through.
 *
 * @param state The interface.
 * @returns The profiles, in their order.
 */
export function shownProfiles(state: State): readonly ProfileSummary[] {
  const all = state.profiles ?? [];
  const query = state.filter === undefined
    ? ""
    : fieldText(state.filter.field).trim().toLowerCase();
  if (query === "") return all;
  const known = profileLists.get(all);
  if (known?.query === query) return known.shown;
  const shown = all.filter((profile) =>
    [profile.name, profile.tenant, profile.flow, ...profile.scopes]
      .some((text) => text.toLowerCase().includes(query))
  );
  profileLists.set(all, { query, shown });
  return shown;
}

/**
 * The profiles whose rows are drawn.
 *
 * @param state The interface.
 * @returns The profiles, in their order.
 */
export function profilesInSight(state: State): readonly ProfileSummary[] {
  const shown = shownProfiles(state);
  const [start, end] = windowOf({
    count: shown.length,
    selected: state.selected,
    rows: layoutOf(state.size).list,
  });
  return shown.slice(start, end);
}

/** The selected profile, when there is one. */
export function selectedProfile(state: State): ProfileSummary | undefined {
  return shownProfiles(state)[state.selected];
}

/** The token of a profile, expired or not. */
export function tokenOf(
  state: State,
  profile: string | undefined,
): HeldToken | undefined {
  return profile === undefined ? undefined : state.tokens.get(profile);
}

/**
 * Whom a token is for, in a word or two.
 *
 * @param token The token.
 * @returns The name of the API, or its URI; nothing when the token does not say.
 */
export function audienceOf({ reading }: HeldToken): string | undefined {
  const audience = reading.claims.find(({ name, group }) =>
    name === "aud" && group !== "header"
  );
  // A name has the id after it, which says less.
  return audience?.value.replace(` (${audience.raw})`, "");
}

/** What lies in front, when something does. */
export function frontOverlay(state: State): Overlay | undefined {
  return state.overlays.at(-1);
}

/** Where a key goes. */
export function contextOf(state: State): Context {
  const overlay = frontOverlay(state);
  if (overlay !== undefined) return overlay.kind;
  const { screen } = state;
  if (screen.kind === "home") {
    return state.filter?.typing ? "filter" : "profiles";
  }
  if (screen.kind === "browser" && screen.typing) return "answer";
  if (screen.kind === "token" && screen.filter?.typing) return "filter";
  return screen.kind;
}

/**
 * The state of a profile now.
 *
 * @param state The interface.
 * @param profile The profile's name.
 * @returns A kind for the symbol and a word.
 */
export function statusOf(state: State, profile: string): ProfileStatus {
  const { run, now } = state;
  if (run?.profile === profile) {
    const waited = now - run.startedAt;
    const ticks = waited >= 3000 && !state.screenReader;
    const suffix = ticks ? ` ${exactly(waited)}` : "";
    const word = state.tokens.has(profile) ? "refreshing" : "signing in";
    return { kind: "busy", text: word + suffix };
  }
  const token = state.tokens.get(profile);
  if (token !== undefined) return lifeOf(token.expiresAt, now);
  return state.looking.has(profile)
    ? { kind: "unknown", text: "looking" }
    : { kind: "none", text: "none" };
}

/** The state of a token now. */
export function lifeOf(expiresAt: number, now: number): ProfileStatus {
  const left = expiresAt - now;
  if (left <= 0) return { kind: "expired", text: "expired" };
  if (left <= EXPIRING_MS) {
    return { kind: "expiring", text: `${roughly(left)} left` };
  }
  return { kind: "valid", text: `valid ${roughly(left)}` };
}

/** The part of a token's life that is left, from 0 to 1. */
export function shareLeft(token: HeldToken, now: number): number {
  const from = token.reading.issuedAt ?? token.acquiredAt;
  return share([from, token.expiresAt], now);
}

/** The part of a span of time that is left, from 0 to 1. */
export function share(
  [from, until]: readonly [from: number, until: number],
  now: number,
): number {
  if (until <= from) return 0;
  return Math.min(1, Math.max(0, (until - now) / (until - from)));
}

/** What is left of a code or a token when that is spoken, in milliseconds, the most first. */
export const ANNOUNCEMENTS: readonly number[] = [5 * 60_000, 60_000];

/**
 * How much of a device code's life is told to who hears the frames: it changes
 * at the announcements and nowhere else.
 *
 * @param screen The code.
 * @param now Milliseconds since the epoch.
 * @returns Milliseconds that are left, at least.
 */
export function spokenLife(
  { givenAt, expiresAt }: DeviceScreen,
  now: number,
): number {
  const left = expiresAt - now;
  const passed = ANNOUNCEMENTS.filter((at) => left <= at);
  return Math.min(expiresAt - givenAt, ...passed);
}

/** Whether a device code can still be entered. */
export function codeIsAlive(screen: DeviceScreen, now: number): boolean {
  return screen.status !== "expired" && screen.expiresAt > now;
}

/** Whether the token on screen is shown in full. */
export function isRevealed(state: State): boolean {
  const { screen, now } = state;
  return screen.kind === "token" && (screen.revealedUntil ?? 0) > now;
}

/** Whether what runs has a screen of its own, which leaving would end. */
export function isSigningIn(state: State): boolean {
  const { kind } = state.screen;
  return state.run !== undefined && (kind === "device" || kind === "browser");
}

/**
 * Names the place where a person is, so that late news can tell whether it is
 * still the same.
 *
 * @param state The interface.
 * @returns The kind of screen, and whose it is.
 */
export function placeOf({ screen }: State): string {
  const whose = screen.kind === "home" ? undefined : screen.profile;
  return `${screen.kind} ${whose ?? ""}`;
}

/**
 * Tells why a profile cannot use a flow.
 *
 * @param profile The profile.
 * @param flow The flow.
 * @returns One sentence, or `undefined` when it can.
 */
export function whyNot(
  profile: ProfileSummary,
  flow: FlowName,
): string | undefined {
  return profile.flows?.find(({ name }) => name === flow)?.reason;
}

/** Which profile the front is about. */
export function profileInFront(state: State): string | undefined {
  const { screen } = state;
  return screen.kind === "home" ? selectedProfile(state)?.name : screen.profile;
}
