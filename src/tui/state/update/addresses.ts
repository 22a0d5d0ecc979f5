import type { Step } from "../effect.ts";
import type { State } from "../model.ts";
import { placeOf } from "../select.ts";

/** Opens the address in front in this machine's browser. */
export function openUrl(state: State): Step {
  const { screen } = state;
  const url = screen.kind === "device"
    ? screen.verificationUri
    : screen.kind === "browser"
    ? screen.localUrl ?? screen.url
    : undefined;
  if (url === undefined) return [state, []];
  return [state, [{ type: "open_url", url, place: placeOf(state) }]];
}

/** Puts the sign-in address on the normal screen, where nothing breaks it. */
export function showUrl(state: State): Step {
  const { screen, run } = state;
  if (screen.kind !== "browser" || run === undefined) return [state, []];
  return [state, [{ type: "show_url", url: screen.url, runId: run.id }]];
}
