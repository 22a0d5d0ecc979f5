import { lastScriptRow, scriptText } from "../../document/script.ts";
import { paletteEntries } from "../../document/palette.ts";
import type { Effect, Step } from "../effect.ts";
import type { Overlay, State } from "../model.ts";
import {
  isAtWork,
  SCRIPT_LINES_KEPT,
  type ScriptNews,
  type ScriptOverlay,
  scriptRows,
  type ScriptSummary,
  type ScriptToken,
  type ScriptUserMessage,
  type ScriptWorldMessage,
} from "../script.ts";
import { frontOverlay, placeOf } from "../select.ts";
import { tokenInFront, whyNoScript } from "../script_select.ts";
import { notice } from "./passing.ts";

/** Where the text in front can be scrolled to. */
export function rangeOfScript(state: State, overlay: ScriptOverlay) {
  const last = lastScriptRow(overlay, state.size);
  return {
    at: Math.min(overlay.scroll, last),
    last,
    page: scriptRows(state.size),
  };
}

/** Scrolled to the end, the newest line stays in sight. */
export function scrolledScript(
  state: State,
  { overlay, to }: { readonly overlay: ScriptOverlay; readonly to: number },
): ScriptOverlay {
  const isFollowing = isAtWork(overlay) &&
    to >= lastScriptRow(overlay, state.size);
  return { ...overlay, scroll: to, isFollowing };
}

/** Takes over which scripts there are, also where they are being looked for. */
export function scriptsFound(
  state: State,
  { scripts }: Extract<ScriptWorldMessage, { type: "scripts_found" }>,
): State {
  const known = JSON.stringify(state.scripts);
  if (JSON.stringify(scripts) === known) return state;
  const after = { ...state, scripts };
  const front = frontOverlay(state);
  if (front?.kind !== "palette") return after;
  const below = state.overlays.slice(0, -1);
  const entries = paletteEntries({ ...after, overlays: below });
  return { ...after, overlays: [...below, { ...front, entries }] };
}

function tokenFor(state: State, script: ScriptSummary): {
  readonly token?: ScriptToken;
} {
  const front = tokenInFront(state);
  if (!script.needsToken || front === undefined) return {};
  const { token, profile } = front;
  const summary = state.profiles?.find(({ name }) => name === profile);
  const { access, expiresAt } = token;
  return {
    token: {
      access,
      scopes: "scopes" in token ? token.scopes : [],
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(profile === undefined ? {} : { profile }),
      ...("account" in token && token.account !== undefined
        ? { account: token.account }
        : {}),
      ...(summary === undefined ? {} : { clientId: summary.clientId }),
    },
  };
}

/** Has a script read; it is run when it was allowed before. */
export function runScript(
  state: State,
  { path }: Extract<ScriptUserMessage, { type: "run_script" }>,
): Step {
  const front = frontOverlay(state);
  const again = front?.kind === "script" ? front : undefined;
  if (again !== undefined && again.stage !== "ended") return [state, []];
  const script = path === undefined
    ? again?.script
    : state.scripts.find((one) => one.path === path);
  if (script === undefined) return [state, []];
  const reason = whyNoScript(state, script);
  if (reason !== undefined) {
    return [notice(state, { text: reason, tone: "warn" }), []];
  }
  const scriptId = state.scriptId + 1;
  const overlay: ScriptOverlay = {
    kind: "script",
    scriptId,
    script,
    stage: "reading",
    ...tokenFor(state, script),
    lines: [],
    dropped: 0,
    scroll: 0,
    isFollowing: true,
  };
  const below = again === undefined
    ? state.overlays
    : state.overlays.slice(0, -1);
  return [
    { ...state, scriptId, overlays: [...below, overlay] },
    [{ type: "plan_script", scriptId, path: script.path }],
  ];
}

function started(
  overlay: ScriptOverlay,
  { fingerprint, remember }: {
    readonly fingerprint: string;
    readonly remember: boolean;
  },
): readonly [ScriptOverlay, readonly Effect[]] {
  const { scriptId, script: { path }, token } = overlay;
  return [{ ...overlay, stage: "running", scroll: 0 }, [{
    type: "start_script",
    scriptId,
    path,
    fingerprint,
    remember,
    ...(token === undefined ? {} : { token }),
  }]];
}

function withFront(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays.slice(0, -1), overlay] };
}

/** Runs what was asked about. */
export function allowScript(
  state: State,
  { remember }: Extract<ScriptUserMessage, { type: "allow_script" }>,
): Step {
  const front = frontOverlay(state);
  if (front?.kind !== "script" || front.stage !== "asking") return [state, []];
  const { plan } = front;
  // Nobody allows what was not in sight.
  const isSeen = front.scroll >= lastScriptRow(front, state.size);
  if (plan === undefined || !isSeen) return [state, []];
  const { fingerprint } = plan;
  const [running, effects] = started(front, { fingerprint, remember });
  return [withFront(state, running), effects];
}

/** Ends what runs in front. */
export function stopScript(state: State): Step {
  const front = frontOverlay(state);
  if (front?.kind !== "script" || !isAtWork(front)) return [state, []];
  const { scriptId } = front;
  return [
    withFront(state, { ...front, stage: "stopping" }),
    [{ type: "stop_script", scriptId }],
  ];
}

/** Copies what the script wrote. */
export function copyScript(state: State): Step {
  const front = frontOverlay(state);
  if (front?.kind !== "script") return [state, []];
  const { clipboard } = state.settings;
  if (clipboard === "off") {
    const text = "Copying is switched off in the settings";
    return [notice(state, { text, tone: "warn" }), []];
  }
  return [state, [{
    type: "copy",
    label: "the output",
    pieces: [scriptText(front)],
    via: clipboard,
    place: placeOf(state),
  }]];
}

function appendLines(
  overlay: ScriptOverlay,
  { lines, dropped }: Extract<ScriptNews, { kind: "wrote" }>,
): ScriptOverlay {
  const all = [...overlay.lines, ...lines];
  const kept = all.slice(-SCRIPT_LINES_KEPT);
  const gone = all.length - kept.length;
  return {
    ...overlay,
    lines: kept,
    dropped: overlay.dropped + dropped + gone,
  };
}

function changed(
  overlay: ScriptOverlay,
  news: ScriptNews,
): readonly [ScriptOverlay, readonly Effect[]] {
  switch (news.kind) {
    case "planned": {
      const planned: ScriptOverlay = { ...overlay, plan: news.plan };
      if (!news.plan.isAllowed) return [{ ...planned, stage: "asking" }, []];
      const { fingerprint } = news.plan;
      return started(planned, { fingerprint, remember: false });
    }
    case "wrote":
      return [appendLines(overlay, news), []];
    case "ended":
      return [{ ...overlay, stage: "ended", ending: news.ending }, []];
    case "failed":
      return [{ ...overlay, stage: "ended", problem: news.problem }, []];
  }
}

/** Takes over what became of a script, wherever it lies; old news finds none. */
export function scriptNews(
  state: State,
  { scriptId, news }: Extract<ScriptWorldMessage, { type: "script_news" }>,
): Step {
  const effects: Effect[] = [];
  const overlays = state.overlays.map((one): Overlay => {
    if (one.kind !== "script" || one.scriptId !== scriptId) return one;
    const [after, asked] = changed(one, news);
    effects.push(...asked);
    return after.isFollowing && after.stage !== "asking"
      ? { ...after, scroll: lastScriptRow(after, state.size) }
      : after;
  });
  return [{ ...state, overlays }, effects];
}

/** What is not in sight any more must not go on. */
export function lostScripts(before: State, after: State): readonly Effect[] {
  if (before.overlays === after.overlays) return [];
  return before.overlays.flatMap((one) => {
    if (one.kind !== "script" || !isAtWork(one)) return [];
    const { scriptId } = one;
    const isThere = after.overlays.some((other) =>
      other.kind === "script" && other.scriptId === scriptId
    );
    return isThere ? [] : [{ type: "stop_script", scriptId } as const];
  });
}
