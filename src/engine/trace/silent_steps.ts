import type {
  AuthorizationUrlEvent,
  ExchangeRequest,
  FlowEvent,
  UserCodeEvent,
} from "../events.ts";
import { redactParameters } from "../protocol/redaction.ts";
import { explained, explainExchange } from "./explain_exchange.ts";
import type { TraceStep } from "./step.ts";

type Silent = Exclude<FlowEvent, { type: "exchange" }>;
/** A step but for the time. */
type Sketch = Omit<TraceStep, "at" | "parameters"> & Partial<TraceStep>;

function note(title: string, more: Partial<Sketch> = {}): Sketch {
  return {
    kind: "note",
    from: "client",
    to: "client",
    title,
    outcome: "done",
    ...more,
  };
}

/** The address carries secrets of this sign-in, so it is shown in parts. */
function requestOf({ url }: AuthorizationUrlEvent): ExchangeRequest {
  const parsed = URL.parse(url);
  // What cannot be taken apart cannot be shown without its secrets either.
  if (parsed === null) return { method: "GET", url: "", parameters: {} };
  return {
    method: "GET",
    url: parsed.origin + parsed.pathname,
    parameters: redactParameters(parsed.searchParams),
  };
}

function onAddress(event: AuthorizationUrlEvent): readonly Sketch[] {
  const request = requestOf(event);
  return [{
    kind: "exchange",
    from: "client",
    to: "you",
    title: "Hand over the address",
    purpose:
      "The client puts what it wants into an address and hands it to the browser, so that it never sees the password.",
    request,
    parameters: explainExchange(request, undefined),
    outcome: "done",
  }, {
    kind: "sign_in",
    from: "you",
    to: "entra",
    title: "Sign in and consent",
    purpose:
      "In the browser: password, second factor and consent are between the user and the authority.",
    outcome: "waiting",
  }];
}

function onUserCode(event: UserCodeEvent): readonly Sketch[] {
  const secret = redactParameters(
    new URLSearchParams({ user_code: event.userCode }),
  );
  const shown = { ...secret, verification_uri: event.verificationUri };
  return [{
    kind: "note",
    from: "client",
    to: "you",
    title: "Show code and page",
    parameters: Object.entries(shown).map(([name, value]) =>
      explained(name, value, { part: "response" })
    ),
    outcome: "done",
  }, {
    kind: "sign_in",
    from: "you",
    to: "entra",
    title: "Enter code, sign in",
    purpose: "On any device that has a browser; meanwhile the client polls.",
    outcome: "waiting",
  }];
}

const REDIRECT: Sketch = {
  kind: "redirect",
  from: "you",
  to: "client",
  title: "Bring the answer",
  purpose:
    "The authority sends the browser back to the redirect URI; state shows that the answer belongs to this sign-in.",
  outcome: "done",
};

/** Who signed in, by the best name there is. */
function nameOf(
  { username, name, oid }: Extract<Silent, { type: "signed_in" }>["account"],
): string {
  return username ?? name ?? oid;
}

/** What happens inside the client, or is only told. */
function noteOf(event: Silent): readonly Sketch[] {
  switch (event.type) {
    case "browser_failed":
      return [note("No browser could be opened", {
        to: "you",
        outcome: "failed",
        result: event.reason,
        purpose: "The address can still be visited by hand.",
      })];
    case "signed_in":
      return [note("Verify the ID token", {
        purpose:
          "Signature, issuer, audience and nonce fit, so it is known who signed in before any token is used.",
        result: nameOf(event.account),
      })];
    case "refreshing":
      return [note("Use what is kept", {
        purpose: "A refresh token is kept, so the user need not be asked.",
      })];
    case "warning":
      return [note("Warning", { result: event.message })];
    default:
      return [];
  }
}

/** What an event that is no request adds; nothing when it only repeats one. */
function sketchesOf(event: Silent): readonly Sketch[] {
  switch (event.type) {
    case "authorization_url":
      return onAddress(event);
    case "user_code":
      return onUserCode(event);
    case "redirect_received":
      return [REDIRECT];
    case "command":
      return [{
        kind: "command",
        from: "client",
        to: "machine",
        title: "Run a signed-in tool",
        purpose:
          "The tool has tokens of its own and hands one out; its sign-in is its own matter.",
        outcome: "waiting",
        result: event.command.join(" "),
      }];
    default:
      return noteOf(event);
  }
}

/** News of what is there already. */
function changed(
  steps: readonly TraceStep[],
  event: Silent,
): readonly TraceStep[] | undefined {
  if (event.type === "browser_opened") {
    const index = steps.findLastIndex(({ kind }) => kind === "sign_in");
    const step = steps[index];
    return step && steps.with(index, { ...step, result: "browser opened" });
  }
  if (event.type === "slow_down") {
    const index = steps.findLastIndex(({ kind }) => kind === "poll");
    const step = steps[index];
    const seconds = event.intervalMs / 1000;
    const pause = `${seconds < 1 ? seconds : Math.round(seconds)} s`;
    return step && steps.with(index, {
      ...step,
      result: `${step.result ?? "slow_down"}, now every ${pause}`,
    });
  }
  return undefined;
}

/** A poll that was lost is told by the poll; a machine that is not ready, by this. */
function waited(
  steps: readonly TraceStep[],
  event: Silent,
): readonly Sketch[] {
  if (event.type !== "connection_lost") return sketchesOf(event);
  if (steps.at(-1)?.kind === "poll") return [];
  return [note("Wait, then ask again", { result: event.reason })];
}

/**
 * Adds what happened without a request to what was seen so far.
 *
 * @param steps The steps so far.
 * @param news What happened, and when in milliseconds since the epoch.
 * @returns All steps.
 */
export function stepsFor(
  steps: readonly TraceStep[],
  { event, at }: { readonly event: Silent; readonly at: number },
): readonly TraceStep[] {
  const sketches = waited(steps, event);
  if (sketches.length === 0) return changed(steps, event) ?? steps;
  return [
    ...steps,
    ...sketches.map((sketch) => ({ parameters: [], ...sketch, at })),
  ];
}
