import { EntraRefusal, refusalEntry } from "./refusals.ts";
import { checkOutcome } from "./script_check.ts";

/** An endpoint that outcomes can be scripted for. */
export type ScriptedEndpoint =
  | "add_password"
  | "app_service"
  | "applications"
  | "arc"
  | "authorize"
  | "azure_pipelines"
  | "cloud_shell"
  | "devicecode"
  | "devicelogin"
  | "external"
  | "github_actions"
  | "imds"
  | "instance"
  | "keys"
  | "logout"
  | "me"
  | "metadata"
  | "orders"
  | "service_principals"
  | "token"
  | "userinfo";

/** What the next requests to an endpoint get in place of the real answer. */
export interface ScriptedOutcome {
  /** The endpoint; `*` for every one. */
  readonly endpoint: ScriptedEndpoint | "*";
  /** OAuth error; the one that belongs to `aadsts` when left out. */
  readonly error?: string;
  /** AADSTS number, with or without an entry in the sandbox's table. */
  readonly aadsts?: number;
  /** Text after the AADSTS number. */
  readonly description?: string;
  /** `suberror` of the error body. */
  readonly suberror?: string;
  /** `claims` of the error body: JSON as text. */
  readonly claims?: string;
  /** HTTP status. */
  readonly status?: number;
  /** Body sent as it is: text, or anything else as JSON. */
  readonly body?: unknown;
  /** HTML body sent as it is. */
  readonly html?: string;
  /** Additional headers, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the answer, scripted or real. */
  readonly delay_ms?: number;
  /** The connection ends before the body does. */
  readonly drop?: boolean;
  /** How many requests get it; 1 when left out. */
  readonly count?: number;
}

export interface ScriptQueue {
  /** @throws {TypeError} names the member that is wrong */
  add(outcomes: readonly ScriptedOutcome[]): void;
  /** The outcome of the next request to the endpoint, used up by asking. */
  take(endpoint: ScriptedEndpoint): ScriptedOutcome | undefined;
  clear(): void;
}

export function createScriptQueue(): ScriptQueue {
  const queue: { outcome: ScriptedOutcome; left: number }[] = [];
  return {
    add(outcomes) {
      for (const outcome of outcomes) checkOutcome(outcome);
      for (const outcome of outcomes) {
        queue.push({ outcome, left: outcome.count ?? 1 });
      }
    },
    take(endpoint) {
      const index = queue.findIndex(({ outcome }) =>
        outcome.endpoint === endpoint || outcome.endpoint === "*"
      );
      const entry = queue[index];
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) queue.splice(index, 1);
      return entry.outcome;
    },
    clear() {
      queue.length = 0;
    },
  };
}

/** The outcome as an error of Entra's shape, when it is one. */
export function scriptedRefusal(
  { error, aadsts, description, suberror, claims, status }: ScriptedOutcome,
): EntraRefusal | undefined {
  if (error === undefined && aadsts === undefined) return undefined;
  const entry = aadsts === undefined ? undefined : refusalEntry(aadsts);
  const shownSuberror = suberror ?? entry?.suberror;
  return new EntraRefusal(description ?? entry?.text ?? "Scripted outcome.", {
    error: error ?? entry?.error ?? "invalid_request",
    status: status ?? entry?.status ?? 400,
    ...(aadsts === undefined ? {} : { code: aadsts }),
    ...(shownSuberror === undefined ? {} : { suberror: shownSuberror }),
    ...(claims === undefined ? {} : { claims }),
  });
}

/** The outcome as a raw answer, when it is one. */
export function scriptedResponse(
  { status, body, html, drop, headers = {} }: ScriptedOutcome,
): Response | undefined {
  if (drop) {
    return new Response(new ReadableStream({ start: interrupt }), { headers });
  }
  if (html !== undefined) {
    return new Response(html, {
      status: status ?? 500,
      headers: { "content-type": "text/html; charset=utf-8", ...headers },
    });
  }
  if (typeof body === "string") {
    return new Response(body, {
      status: status ?? 200,
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...headers,
      },
    });
  }
  if (body !== undefined) {
    return Response.json(body, { status: status ?? 200, headers });
  }
  return status === undefined
    ? undefined
    : new Response(null, { status, headers });
}

function interrupt(controller: ReadableStreamDefaultController): void {
  controller.error(
    new Error("The connection was dropped by a scripted outcome"),
  );
}
