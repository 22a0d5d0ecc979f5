import type { TypedCommandParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { switchFlag, textFlag } from "./kinds.ts";

/** What `inspect` can be told. */
export type InspectFlags = {
  readonly file?: string;
  readonly output?: "pretty" | "json" | "yaml";
  readonly json?: boolean;
  readonly header?: boolean;
  readonly claims?: boolean;
};

/** The options and the argument of `inspect`. */
export const inspectParameters: TypedCommandParameters<
  InspectFlags,
  [token?: string],
  Context
> = {
  flags: {
    file: textFlag("read the token from this file", "path"),
    output: {
      kind: "enum",
      values: ["pretty", "json", "yaml"],
      optional: true,
      brief: "how to show it; pretty unless said otherwise",
      placeholder: "format",
    },
    json: switchFlag("the same as -o json"),
    header: switchFlag("show the header alone"),
    claims: switchFlag("show the claims alone"),
  },
  aliases: { o: "output" },
  positional: {
    kind: "tuple",
    parameters: [{
      parse: String,
      optional: true,
      brief: "the token, or - for standard input",
      placeholder: "token",
    }],
  },
};
