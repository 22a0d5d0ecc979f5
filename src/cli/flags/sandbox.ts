import type { TypedCommandFlagParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { parsedFlag, parseWhole, switchFlag, textFlag } from "./kinds.ts";

/** What `sandbox` can be told. */
export type SandboxFlags = {
  readonly port?: number;
  readonly json?: boolean;
  readonly autoApprove?: boolean;
  readonly autoApproveAfter?: number;
  readonly interval?: number;
  readonly seed?: string;
};

/** The options of `sandbox`. */
export const sandboxParameters: TypedCommandFlagParameters<
  SandboxFlags,
  Context
> = {
  flags: {
    port: parsedFlag((text) => parseWhole(text, { from: 0, to: 65_535 }), {
      brief: "port to listen on; a free one unless said otherwise",
      placeholder: "port",
    }),
    json: switchFlag("say what it offers as one line of JSON"),
    autoApprove: switchFlag("approve device sign-ins at the first poll"),
    autoApproveAfter: parsedFlag(
      (text) => parseWhole(text, { from: 0, to: 1_000 }),
      {
        brief: "approve device sign-ins after so many polls",
        placeholder: "polls",
      },
    ),
    interval: parsedFlag((text) => parseWhole(text, { from: 0, to: 600 }), {
      brief: "seconds that devices have to wait between two polls",
      placeholder: "seconds",
    }),
    seed: textFlag("JSON file with tenants, users, apps and APIs", "path"),
  },
};
