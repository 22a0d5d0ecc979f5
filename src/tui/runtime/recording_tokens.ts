import type { FlowEvent } from "../../engine/events.ts";
import type { Trace, TraceStep } from "../../engine/trace/step.ts";
import type { ErrorView, ShownToken } from "../state/model.ts";
import {
  maskAddress,
  maskCode,
  maskForeign,
  maskNamed,
  maskPath,
  maskText,
} from "./recording_masks.ts";

/**
 * A token as it is recorded: what it says, and nothing that could be used.
 *
 * @param token The token.
 * @returns The same with placeholders; the token itself is hidden later.
 */
export function recordedToken<Token extends ShownToken>(token: Token): Token {
  const { ends, reading } = token;
  return {
    ...token,
    ends: [maskText(ends[0]), maskText(ends[1])],
    reading: {
      ...reading,
      summary: maskForeign(reading.summary),
      warnings: reading.warnings.map(maskForeign),
      claims: reading.claims.map((claim) => ({
        ...claim,
        name: maskForeign(claim.name),
        value: maskNamed(claim.name, claim.value),
        raw: maskNamed(claim.name, claim.raw),
      })),
      claimsJson: maskForeign(reading.claimsJson),
    },
  };
}

/**
 * An error as it is recorded.
 *
 * @param error The error.
 * @returns The same without what may be secret.
 */
export function recordedError(error: ErrorView): ErrorView {
  const { hint } = error;
  return {
    ...error,
    message: maskForeign(error.message),
    ...(hint === undefined ? {} : { hint: maskForeign(hint) }),
    details: error.details.map(({ label, value }) => ({
      label,
      value: maskForeign(value),
    })),
  };
}

/**
 * News of a sign-in as it is recorded.
 *
 * @param event What happened.
 * @returns The same without codes, and without what stands in addresses.
 */
export function recordedEvent(event: FlowEvent): FlowEvent {
  switch (event.type) {
    case "user_code":
      return {
        ...event,
        userCode: maskCode(event.userCode),
        verificationUri: maskAddress(event.verificationUri),
      };
    case "authorization_url":
      return {
        ...event,
        url: maskAddress(event.url),
        redirectUri: maskAddress(event.redirectUri),
        ...(event.localUrl === undefined
          ? {}
          : { localUrl: maskPath(event.localUrl) }),
      };
    case "connection_lost":
    case "browser_failed":
      return { ...event, reason: maskForeign(event.reason) };
    case "warning":
      return {
        ...event,
        message: maskForeign(event.message),
        ...(event.hint === undefined ? {} : { hint: maskForeign(event.hint) }),
      };
    case "command":
      return { ...event, command: event.command.map(maskForeign) };
    default:
      return event;
  }
}

/** A body has secrets at any depth, each under its name. */
function recordedBody(body: unknown, name = ""): unknown {
  if (typeof body === "string") return maskNamed(name, body);
  if (Array.isArray(body)) return body.map((one) => recordedBody(one, name));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body)
      .map(([key, member]) => [maskForeign(key), recordedBody(member, key)]),
  );
}

function recordedExchange(
  { request, response }: TraceStep,
): Pick<TraceStep, "request" | "response"> {
  return {
    ...(request === undefined ? {} : {
      request: {
        ...request,
        url: maskAddress(request.url),
        parameters: Object.fromEntries(
          Object.entries(request.parameters)
            .map(([name, value]) => [name, maskNamed(name, value)]),
        ),
      },
    }),
    ...(response === undefined ? {} : {
      response: "body" in response
        ? { ...response, body: recordedBody(response.body) }
        : response,
    }),
  };
}

function recordedStep(step: TraceStep): TraceStep {
  const { purpose, result } = step;
  return {
    ...step,
    title: maskForeign(step.title),
    ...(purpose === undefined ? {} : { purpose: maskForeign(purpose) }),
    ...(result === undefined ? {} : { result: maskForeign(result) }),
    ...recordedExchange(step),
    parameters: step.parameters.map((one) => ({
      ...one,
      value: one.isSecret
        ? maskText(one.value)
        : maskNamed(one.name, one.value),
    })),
  };
}

/**
 * The steps of a flow as they are recorded.
 *
 * @param trace The steps.
 * @returns The same without codes and the like.
 */
export function recordedTrace(trace: Trace): Trace {
  return { ...trace, steps: trace.steps.map(recordedStep) };
}
