import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Trace } from "../../engine/trace/step.ts";
import type { FlowMaterial } from "./ask.ts";
import type { CheckEffect } from "./check.ts";
import type { FormEffect } from "./form_message.ts";
import type { Leaving, State } from "./model.ts";
import type { ScriptEffect } from "./script.ts";
import type { InterfaceSettings } from "./settings.ts";
import type { TraceFormat } from "./trace.ts";

/** Everything that the interface may ask of the world. */
export type Effect =
  | FormEffect
  | CheckEffect
  | ScriptEffect
  | { readonly type: "load_profiles" }
  | {
    /** Looks for what is kept, in this order. */
    readonly type: "find_kept";
    readonly listId: number;
    readonly names: readonly string[];
    /** How many of the first are in sight. */
    readonly inSight: number;
  }
  | { readonly type: "log_out"; readonly profile: string }
  | {
    readonly type: "run";
    readonly runId: number;
    readonly profile: string;
    readonly flow?: FlowName;
    readonly force: boolean;
    /** What the person gave for it. */
    readonly material?: FlowMaterial;
  }
  | { readonly type: "cancel"; readonly runId: number }
  | {
    readonly type: "answer_paste";
    readonly runId: number;
    readonly text: string;
  }
  | {
    readonly type: "copy";
    /** What it is, for the notice: `the code`. */
    readonly label: string;
    /** The text in pieces, joined where it is copied. */
    readonly pieces: readonly (string | Secret)[];
    /** Whether secrets stand between single quotes of a shell command. */
    readonly quoted?: boolean;
    /** How it is copied. */
    readonly via: "osc52" | "native";
    /** Where it was asked for, as `placeOf` names it. */
    readonly place: string;
  }
  | { readonly type: "open_url"; readonly url: string; readonly place: string }
  | {
    /** Puts an address on the normal screen, whole and on one line. */
    readonly type: "show_url";
    readonly url: string;
    /** The sign-in that the address is for; its end brings the interface back. */
    readonly runId: number;
  }
  | { readonly type: "save_settings"; readonly settings: InterfaceSettings }
  | {
    readonly type: "copy_trace";
    readonly format: TraceFormat;
    readonly trace: Trace;
    /** How it is copied. */
    readonly via: "osc52" | "native";
    /** Where it was asked for, as `placeOf` names it. */
    readonly place: string;
  }
  | { readonly type: "redraw" }
  | { readonly type: "stop" }
  | { readonly type: "leave"; readonly leaving: Leaving };

/** What follows from a message: the next state, and what to do about it. */
export type Step = readonly [State, readonly Effect[]];
