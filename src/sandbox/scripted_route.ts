import type { AppContext, RouteWrapper } from "./app.ts";
import { refusalResponse } from "./error_body.ts";
import {
  scriptedRefusal,
  scriptedResponse,
  type ScriptQueue,
} from "./script.ts";

/** Puts the scripted outcomes of an endpoint before its real answers. */
export function scriptedRoute(
  scripts: ScriptQueue,
  sleep: ((ms: number) => Promise<void>) | undefined,
): RouteWrapper {
  return (endpoint, answer) => async (context) => {
    const outcome = scripts.take(endpoint);
    if (outcome === undefined) return await answer(context);
    if (outcome.delay_ms !== undefined) await sleep?.(outcome.delay_ms);
    const refusal = scriptedRefusal(outcome);
    if (refusal === undefined) {
      return scriptedResponse(outcome) ?? await answer(context);
    }
    const response = endpoint === "authorize"
      ? await answered(context, { refusal, answer })
      : refusalResponse(refusal, context.get("trace"));
    for (const [name, value] of Object.entries(outcome.headers ?? {})) {
      response.headers.set(name, value);
    }
    return response;
  };
}

// The authorization endpoint delivers a refusal itself: it alone knows where to.
function answered(
  context: AppContext,
  { refusal, answer }: {
    refusal: ReturnType<typeof scriptedRefusal>;
    answer: Parameters<RouteWrapper>[1];
  },
): Response | Promise<Response> {
  context.set("scripted", refusal);
  return answer(context);
}
