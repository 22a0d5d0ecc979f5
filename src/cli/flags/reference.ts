import type { TypedCommandParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { choiceFlag, switchFlag } from "./kinds.ts";

/** The shells for which there is a completion script. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** A shell for which there is a completion script. */
export type Shell = typeof SHELLS[number];

/** What `explain` can be told. */
export type ExplainFlags = {
  readonly output?: "pretty" | "json";
  readonly json?: boolean;
};

/** The options of `explain`. */
export const explainParameters: TypedCommandParameters<
  ExplainFlags,
  readonly string[],
  Context
> = {
  flags: {
    output: {
      ...choiceFlag(
        ["pretty", "json"],
        "how to show it; pretty unless said otherwise",
      ),
      placeholder: "format",
    },
    json: switchFlag("the same as -o json"),
  },
  aliases: { o: "output" },
  positional: {
    kind: "array",
    parameter: {
      parse: String,
      brief: "what to explain, or - for standard input",
      placeholder: "thing",
    },
  },
};

function parseShell(text: string): Shell {
  const wanted = text.toLowerCase();
  const found = SHELLS.find((shell) => shell === wanted) ??
    (wanted === "pwsh" ? "powershell" : undefined);
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot write completions for "${text}"`,
    `The shells are ${SHELLS.join(", ")}`,
  );
}

/** The argument of `completions`. */
export const completionsParameters: TypedCommandParameters<
  Record<never, never>,
  [shell: Shell],
  Context
> = {
  flags: {},
  positional: {
    kind: "tuple",
    parameters: [{
      parse: parseShell,
      brief: SHELLS.join(", "),
      placeholder: "shell",
    }],
  },
};

/** What `help` can be told. */
export type HelpFlags = {
  readonly format?: "text" | "man" | "markdown";
};

/** The options of `help`. */
export const helpParameters: TypedCommandParameters<
  HelpFlags,
  readonly string[],
  Context
> = {
  flags: {
    format: {
      ...choiceFlag(
        ["text", "man", "markdown"],
        "how to write it; text unless said otherwise",
      ),
      placeholder: "format",
    },
  },
  positional: {
    kind: "array",
    parameter: {
      parse: String,
      brief: "the command; the whole manual without it",
      placeholder: "command",
    },
  },
};
