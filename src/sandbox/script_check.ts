import type { ScriptedEndpoint, ScriptedOutcome } from "./script.ts";

const ENDPOINTS: Readonly<Record<ScriptedEndpoint | "*", true>> = {
  add_password: true,
  app_service: true,
  applications: true,
  arc: true,
  authorize: true,
  azure_pipelines: true,
  cloud_shell: true,
  devicecode: true,
  devicelogin: true,
  external: true,
  github_actions: true,
  imds: true,
  instance: true,
  keys: true,
  logout: true,
  me: true,
  metadata: true,
  orders: true,
  service_principals: true,
  token: true,
  userinfo: true,
  "*": true,
};

/** Fetch standard: an answer with one of these has no body. */
const WITHOUT_BODY = [204, 205, 304];

function fail(detail: string): never {
  throw new TypeError(`Cannot script the outcome: ${detail}`);
}

/**
 * Refuses an outcome that could not be sent.
 *
 * @throws {TypeError} names the member that is wrong
 */
export function checkOutcome(outcome: ScriptedOutcome): void {
  if (
    typeof outcome !== "object" || outcome === null || Array.isArray(outcome)
  ) {
    fail("it is not an object");
  }
  const { endpoint, status, aadsts, delay_ms, count } = outcome;
  if (typeof endpoint !== "string" || !Object.hasOwn(ENDPOINTS, endpoint)) {
    fail(`"endpoint" is none of ${Object.keys(ENDPOINTS).join(", ")}`);
  }
  checkNumbers({
    status: [status, 200, 599],
    aadsts: [aadsts, 1, 999_999_999],
    delay_ms: [delay_ms, 0, 600_000],
    count: [count, 1, 1_000_000],
  });
  checkTexts(outcome);
  checkBody(outcome);
  checkHeaders(outcome.headers);
}

function checkNumbers(
  members: Readonly<Record<string, readonly [unknown, number, number]>>,
): void {
  for (const [name, [value, from, to]] of Object.entries(members)) {
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value >= from && value <= to)) {
      fail(`"${name}" is not a number from ${from} to ${to}`);
    }
    if (name !== "delay_ms" && !Number.isInteger(value)) {
      fail(`"${name}" is not a whole number`);
    }
  }
}

function checkTexts(outcome: ScriptedOutcome): void {
  for (
    const name of [
      "error",
      "description",
      "suberror",
      "claims",
      "html",
    ] as const
  ) {
    const value: unknown = outcome[name];
    if (value !== undefined && typeof value !== "string") {
      fail(`"${name}" is not a text`);
    }
  }
}

function checkBody(outcome: ScriptedOutcome): void {
  const { status } = outcome;
  if (status === undefined || !WITHOUT_BODY.includes(status)) return;
  for (const name of ["error", "aadsts", "html", "body"] as const) {
    if (outcome[name] !== undefined) {
      fail(`"${name}" cannot be sent with status ${status}, which has no body`);
    }
  }
}

function checkHeaders(headers: ScriptedOutcome["headers"]): void {
  if (headers === undefined) return;
  try {
    new Headers(headers);
  } catch {
    fail('"headers" is not an object of header names and values');
  }
}
