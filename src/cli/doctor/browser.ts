import type { BrowserFacts } from "../../adapters/diagnosis/mod.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { type Finding, finding } from "./finding.ts";

/** Where the program runs, and what would be chosen there. */
export interface BrowserPlace {
  /** Operating system. */
  readonly os: string;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** The flow when none is named, and why. */
  readonly choice: { readonly flow: FlowName; readonly reason?: string };
}

function openerFinding(
  { opener, isThere, isPermitted }: BrowserFacts,
): Finding {
  if (opener === undefined) {
    return finding("browser_missing", "note", {
      message: "This system has no known way to open a browser",
      fix:
        "Open the address yourself: entrada get-token -f interactive --no-open",
    });
  }
  if (!isThere) {
    return finding("browser_missing", "note", {
      message: `No browser can be opened: ${opener} is not there`,
      fix: "Install xdg-utils, or open the address yourself with --no-open",
      details: { opener },
    });
  }
  if (!isPermitted) {
    return finding("browser_not_permitted", "note", {
      message: `No browser can be opened: running ${opener} is not permitted`,
      fix:
        `Start Entrada with --allow-run=${opener}, or open the address yourself with --no-open`,
      details: { opener },
    });
  }
  return finding("browser", "ok", {
    message: `Pages are opened by ${opener}`,
    details: { opener },
  });
}

function flowFinding(
  { os, env, choice: { flow, reason } }: BrowserPlace,
): Finding {
  const isSet = (name: string) => (env(name) ?? "") !== "";
  const ssh = isSet("SSH_CONNECTION") || isSet("SSH_TTY");
  const display = os === "darwin" || os === "windows" || isSet("DISPLAY") ||
    isSet("WAYLAND_DISPLAY");
  const why = reason === undefined ? "" : `: ${reason}`;
  return finding("flow", "ok", {
    message: `Without --flow the flow is ${flow}${why}`,
    details: {
      flow,
      ssh,
      display,
      ...(reason === undefined ? {} : { reason }),
    },
  });
}

/**
 * Judges how people can sign in here.
 *
 * @param facts What would open a page.
 * @param place Where the program runs.
 * @returns The findings.
 */
export function judgeBrowser(
  facts: BrowserFacts,
  place: BrowserPlace,
): readonly Finding[] {
  return [openerFinding(facts), flowFinding(place)];
}
