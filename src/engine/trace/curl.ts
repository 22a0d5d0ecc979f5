import { apiRequest } from "./api_curl.ts";
import { askedBy, isRedacted } from "./explain_exchange.ts";
import { encoded, quoted, variableOf } from "./shell_text.ts";
import { subjectOf, type TraceStep } from "./step.ts";

/** Where Azure's own machines answer. */
const IMDS_HOST = "169.254.169.254";

function comment(text: string): string {
  return `# ${
    text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
  }`;
}

/** Only what is visible on one line is written as it is; the rest, encoded. */
function dataOf([name, value]: readonly [string, string]): string {
  const field = encoded(name);
  if (isRedacted(value)) {
    return `--data-urlencode ${quoted(`${field}=`)}"$${variableOf(name)}"`;
  }
  return /^[\x20-\x7e]*$/.test(value)
    ? `--data-urlencode ${quoted(`${field}=${value}`)}`
    : `--data ${quoted(`${field}=${encoded(value)}`)}`;
}

/** The machine's endpoints want a header that events do not have. */
function headersOf({ to }: TraceStep, url: string): readonly string[] {
  if (to !== "machine") return [];
  return URL.parse(url)?.hostname === IMDS_HOST
    ? ["--header 'Metadata: true'"]
    : [`--header "$IDENTITY_HEADER"`];
}

function variablesIn(
  asked: readonly (readonly [string, string])[],
  headers: readonly string[],
): readonly string[] {
  const secrets = asked.filter(([, value]) => isRedacted(value))
    .map(([name]) => variableOf(name));
  const ofMachine = headers.some((one) => one.includes("$"));
  return [...new Set([...secrets, ...(ofMachine ? ["IDENTITY_HEADER"] : [])])];
}

/** What the answer brings that a later request needs. */
function broughtBy({ parameters }: TraceStep): readonly string[] {
  const names = parameters
    .filter(({ part, value }) =>
      part === "response" && /^\[redacted,/.test(value)
    )
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const told = names.map((name) => `${name} (${variableOf(name)})`);
  return [comment(`The answer brings ${told.join(", ")}`)];
}

/** A browser does what curl cannot: it lets the user sign in. */
function pageLines(step: TraceStep): readonly string[] {
  if (step.request === undefined) return [];
  const { url, asked } = askedBy(step.request);
  const query = asked.map(([name, value]) =>
    `${encoded(name)}=${
      isRedacted(value) ? `$${variableOf(name)}` : encoded(value)
    }`
  ).join("&");
  return [comment(`In the browser: ${url}?${query}`)];
}

/** What a variable is set to, where its name does not say it. */
const TO: Readonly<Record<string, string>> = {
  IDENTITY_HEADER: "to the whole header that the machine asks for",
  BODY_FILE: "to a file with what is sent",
};

/** Stops the script in words where a variable is missing. */
function wanted(name: string): string {
  return `: "\${${name}:?Set ${name} ${TO[name] ?? "first"}}"`;
}

function requestLines(step: TraceStep): readonly string[] {
  const { request } = step;
  if (request === undefined) return [];
  if (step.to === "api") {
    const { variables, words } = apiRequest(request);
    return [...variables.map(wanted), words.join(" \\\n  ")];
  }
  const { url, asked } = askedBy(request);
  const headers = headersOf(step, url);
  const isGet = request.method === "GET";
  const words = [
    `curl --silent --show-error ${isGet && asked.length > 0 ? "--get " : ""}${
      quoted(url)
    }`,
    ...headers,
    ...asked.map(dataOf),
  ];
  return [
    ...variablesIn(asked, headers).map(wanted),
    words.join(" \\\n  "),
    ...broughtBy(step),
  ];
}

/** What is done by the user or inside the client is told, not run. */
function stepLines(step: TraceStep): readonly string[] {
  const isPage = step.to === "you" && step.request !== undefined;
  if (isPage) return pageLines(step);
  const isOfBrowser = step.from === "you";
  if (step.request !== undefined && !isOfBrowser) return requestLines(step);
  if (step.outcome === "next") {
    return [
      wanted("ACCESS_TOKEN"),
      `: "\${API_URL:?Set API_URL to an address of the API first}"`,
      `curl --silent --show-error "$API_URL" --header "Authorization: Bearer $ACCESS_TOKEN"`,
    ];
  }
  const isTold = step.request === undefined && step.response === undefined &&
    step.result !== undefined;
  return isTold ? [comment(step.result)] : [];
}

/**
 * Writes steps as a shell script of curl calls. What was secret is a variable
 * that has to be set first; every other value is quoted.
 *
 * @param steps The steps.
 * @returns The script, with a final newline.
 */
export function toCurl(steps: readonly TraceStep[]): string {
  const blocks = steps.map((step, index) =>
    [
      comment(`${index + 1}. ${step.title}`),
      ...stepLines(step),
    ].join("\n")
  );
  return [
    "#!/bin/sh",
    `# The requests of ${
      subjectOf(steps)
    }, in their order. What was secret is a variable:`,
    "# set it before its step. curl's arguments can be seen by other programs of",
    "# this machine, so use an application that is made for tests.",
    "set -eu",
    "",
    blocks.join("\n\n"),
  ].join("\n") + "\n";
}
