import type { FlowEvent } from "../../engine/events.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Trace } from "../../engine/trace/step.ts";
import type {
  ErrorView,
  HeldToken,
  ProfileSummary,
  Protection,
  ShownToken,
  Size,
} from "./model.ts";
import type { AskAct } from "./ask.ts";
import type { CheckUserMessage, CheckWorldMessage } from "./check.ts";
import type { Place } from "./places.ts";
import type { TokenPane } from "./layout.ts";
import type { ScriptUserMessage, ScriptWorldMessage } from "./script.ts";
import type { SettingName } from "./settings.ts";
import type { FormUserMessage, FormWorldMessage } from "./form_message.ts";
import type { TextEdit } from "./text_field.ts";
import type { TraceFormat } from "./trace.ts";

/** How far something moves. */
export type Distance =
  | "up"
  | "down"
  | "page_up"
  | "page_down"
  | "first"
  | "last";

/** What can be copied. */
export type CopyItem =
  | "access_token"
  | "id_token"
  | "header"
  | "curl"
  | "claims"
  | "claim"
  | "code"
  | "url"
  | "details"
  | "log";

/** What a person asked for. */
export type UserMessage =
  | FormUserMessage
  | CheckUserMessage
  | ScriptUserMessage
  | { readonly type: "move"; readonly distance: Distance }
  | { readonly type: "accept" }
  | {
    readonly type: "get";
    readonly flow?: FlowName;
    readonly force?: boolean;
    /** The profile whose token stands for the user, for `on-behalf-of`. */
    readonly from?: string;
  }
  | {
    /** Goes somewhere and does something there. */
    readonly type: "do_at";
    readonly place: Place;
    readonly message: UserMessage;
  }
  | {
    /** Does something in the question in front. */
    readonly type: "ask";
    readonly act: AskAct;
  }
  | { readonly type: "open_token" }
  | { readonly type: "open_pane"; readonly pane: TokenPane }
  | { readonly type: "turn_pane"; readonly by: 1 | -1 }
  | { readonly type: "go_home" }
  | { readonly type: "open_flows" }
  | { readonly type: "open_copy" }
  | { readonly type: "open_help" }
  | { readonly type: "start_filter" }
  | { readonly type: "edit"; readonly edit: TextEdit }
  | { readonly type: "submit" }
  | { readonly type: "back" }
  | { readonly type: "interrupt" }
  | { readonly type: "quit" }
  | { readonly type: "copy"; readonly item: CopyItem }
  | { readonly type: "open_url" }
  | { readonly type: "show_url" }
  | { readonly type: "redraw" }
  | { readonly type: "stop" }
  | { readonly type: "toggle_qr" }
  | { readonly type: "reveal" }
  | { readonly type: "use_token" }
  | { readonly type: "ask_log_out" }
  | { readonly type: "log_out"; readonly profile: string }
  | { readonly type: "dismiss" }
  | { readonly type: "retry" }
  | { readonly type: "suggestion"; readonly index: number }
  | { readonly type: "refuse"; readonly reason: string }
  | { readonly type: "text_pasted"; readonly text: string }
  | { readonly type: "token_pasted"; readonly token: ShownToken }
  | { readonly type: "open_palette" }
  | { readonly type: "open_settings" }
  | { readonly type: "open_log" }
  | { readonly type: "open_trace" }
  | { readonly type: "open_trace_step" }
  | { readonly type: "turn_trace_step"; readonly by: 1 | -1 }
  | { readonly type: "ask_trace_format" }
  | { readonly type: "copy_trace"; readonly format: TraceFormat }
  | {
    /** Moves the selected setting to its next value, or back. */
    readonly type: "step_setting";
    readonly by: 1 | -1;
  }
  | {
    readonly type: "set_setting";
    readonly name: SettingName;
    readonly value: string;
  }
  | {
    /** Selects a row; the selected one is then accepted. */
    readonly type: "pick";
    /** Which row of the whole list. */
    readonly index: number;
  }
  | { readonly type: "go_to"; readonly profile: string }
  | {
    /** Goes to a profile and gets a token for it. */
    readonly type: "get_for";
    readonly profile: string;
    readonly flow?: FlowName;
  };

/** What the world reported. */
export type WorldMessage =
  | FormWorldMessage
  | CheckWorldMessage
  | ScriptWorldMessage
  | { readonly type: "tick"; readonly now: number }
  | { readonly type: "resized"; readonly size: Size }
  | {
    readonly type: "profiles_loaded";
    readonly profiles: readonly ProfileSummary[];
  }
  | { readonly type: "profiles_failed"; readonly error: ErrorView }
  | {
    readonly type: "kept_found";
    readonly listId: number;
    /** Whose tokens were looked for. */
    readonly names: readonly string[];
    /** What was found. */
    readonly tokens: ReadonlyMap<string, HeldToken>;
  }
  | { readonly type: "protection_known"; readonly protection: Protection }
  | {
    /** Something that a person should know, wherever they are. */
    readonly type: "warned";
    readonly text: string;
  }
  | {
    readonly type: "logged_out";
    readonly profile: string;
    /** Whether anything was kept. */
    readonly had: boolean;
  }
  | {
    readonly type: "flow_event";
    readonly runId: number;
    readonly event: FlowEvent;
  }
  | {
    /** All steps of the current run so far; every text is clean. */
    readonly type: "traced";
    readonly runId: number;
    readonly trace: Trace;
  }
  | {
    readonly type: "paste_wanted";
    readonly runId: number;
    readonly problem?: string;
  }
  | {
    readonly type: "token_acquired";
    readonly runId: number;
    readonly token: HeldToken;
  }
  | {
    readonly type: "run_failed";
    readonly runId: number;
    readonly error: ErrorView;
  }
  | {
    readonly type: "noticed";
    readonly text: string;
    readonly tone: "ok" | "warn";
    /** Where it was asked for; elsewhere it is no news any more. */
    readonly place: string;
  };

/** Everything that can happen. */
export type Message = UserMessage | WorldMessage;
