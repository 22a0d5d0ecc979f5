import { load } from "../../adapters/load.ts";
import { ownMember } from "../../engine/jwt/json_object.ts";
import { scanJson } from "../../engine/jwt/json_scan.ts";
import { explainClaims, findToken } from "../../engine/jwt/mod.ts";
import type { Context } from "../context.ts";
import { TokenNotValidError, UsageError } from "../errors.ts";
import type { InspectFlags } from "../flags/inspect.ts";
import { prettyExplanation } from "../output/explanation_pretty.ts";
import { type Part, viewExplanation } from "../output/explanation_view.ts";
import { toJson } from "../output/json.ts";
import { toYaml } from "../output/yaml.ts";
import { createStyle, usesColor } from "../terminal/style.ts";
import { textWidth } from "../terminal/text_width.ts";
import { type GivenToken, readGivenToken } from "../call/token_argument.ts";

function chosenPart(flags: InspectFlags): Part {
  if (flags.header && flags.claims) {
    throw new UsageError(
      "Cannot show the header alone and the claims alone together",
      "Leave both out to see everything",
    );
  }
  return flags.header ? "header" : flags.claims ? "claims" : "all";
}

function chosenOutput(flags: InspectFlags): "pretty" | "json" | "yaml" {
  if (flags.json && flags.output !== undefined && flags.output !== "json") {
    throw new UsageError(
      `Cannot use --json and -o ${flags.output} together`,
      "--json is short for -o json",
    );
  }
  return flags.json ? "json" : flags.output ?? "pretty";
}

/** Why a token is of no use now; the first reason is enough. */
const NOT_VALID: Readonly<Record<string, string>> = {
  expired: "The token has expired",
  not_yet_valid: "The token is not valid yet",
  damaged: "The token cannot be read in full",
  opaque: "The token says nothing that could be inspected",
  encrypted: "The token cannot be read: it is encrypted",
};

const OPAQUE_HINT =
  "What can be read is a JWT, three parts with dots between them, or the JSON that a token endpoint answered";

/** The ID token beside an access token, in what a token endpoint answered. */
function idTokenIn(text: string): string | undefined {
  if (!text.trimStart().startsWith("{") || scanJson(text).tooDeep) {
    return undefined;
  }
  try {
    const answer: unknown = JSON.parse(text);
    const found = ["id_token", "idToken"].map((name) =>
      ownMember(answer as Readonly<Record<string, unknown>>, name)
    ).find((value) => typeof value === "string" && value !== "");
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The access token where there are two, unless the other one is asked for. */
function chosenToken(
  { text, idToken = idTokenIn(text) }: GivenToken,
  { flags, context }: {
    readonly flags: InspectFlags;
    readonly context: Context;
  },
): string {
  if (flags.id) {
    if (idToken !== undefined) return idToken;
    throw new TokenNotValidError(
      "There is no ID token in this",
      "An authority adds one where somebody signs in with the scope openid",
    );
  }
  if (idToken !== undefined && findToken(text) !== idToken) {
    context.messages.note(
      "This is the access token; --id shows the ID token beside it",
    );
  }
  return text;
}

/** An authority that refuses answers with JSON too, and that is worth explaining. */
function isErrorAnswer(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null &&
      "error" in answer && typeof answer.error === "string" &&
      !("access_token" in answer) && !("id_token" in answer);
  } catch {
    return false;
  }
}

async function explainAnswer(
  text: string,
  { context: { io, options }, output }: {
    readonly context: Context;
    readonly output: "pretty" | "json" | "yaml";
  },
): Promise<never> {
  const { answerText } = await load<
    typeof import("../output/error_answer.ts")
  >("../output/error_answer.ts", import.meta.url);
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  io.stdout.write(await answerText(text, { output, style }));
  throw new TokenNotValidError(
    "There is no token in this: it is an error of the authority",
  );
}

/** Explains a token. */
export default async function inspect(
  this: Context,
  flags: InspectFlags,
  token?: string,
): Promise<void> {
  const { io, options } = this;
  const part = chosenPart(flags);
  const output = chosenOutput(flags);
  const given = await readGivenToken(token, {
    flags,
    context: this,
    action: "inspect",
  });
  if (isErrorAnswer(given.text)) {
    await explainAnswer(given.text, { context: this, output });
  }
  const text = chosenToken(given, { flags, context: this });
  const now = io.clock.now();
  const explanation = explainClaims(text, { now });
  if (output === "pretty") {
    const style = createStyle(
      usesColor(options.color, { io, stream: "stdout" }),
    );
    const width = textWidth(io.stdout);
    io.stdout.write(
      prettyExplanation(explanation, { part, style, width, now }),
    );
  } else {
    const view = viewExplanation(explanation, part);
    io.stdout.write(output === "json" ? toJson(view) : toYaml(view));
  }
  const problem = explanation.warnings.find(({ code }) => code in NOT_VALID);
  if (problem !== undefined) {
    throw new TokenNotValidError(
      NOT_VALID[problem.code] ?? problem.message,
      problem.code === "opaque" ? OPAQUE_HINT : undefined,
    );
  }
}
