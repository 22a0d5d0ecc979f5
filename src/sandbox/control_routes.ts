import { Hono } from "hono";
import type { SandboxControl } from "./control.ts";
import type { Trace } from "./error_body.ts";
import { EntraRefusal } from "./refusals.ts";
import type { ScriptedOutcome } from "./script.ts";
import type { Variables } from "./app.ts";

/** `/_sandbox/`: JSON, and nothing for pages of other origins. */
export function controlRoutes(
  control: SandboxControl,
  origin: string,
): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>();
  app.use(async (context, next) => {
    const from = context.req.header("origin");
    if (from !== undefined && from !== origin) {
      return context.json(
        { error: "Requests from other origins are refused" },
        403,
      );
    }
    return await next();
  });
  app.get("/requests", (context) => context.json(control.requests()));
  app.post("/device", (context) => {
    decide(control, readObject(context.get("body")));
    return context.json({});
  });
  app.post("/script", (context) => {
    const sent: unknown = readJson(context.get("body"));
    control.script(
      ...(Array.isArray(sent) ? sent : [sent]) as ScriptedOutcome[],
    );
    return context.json({});
  });
  app.post("/clock", (context) => {
    const { advance_seconds: seconds } = readObject(context.get("body"));
    control.advanceClock(typeof seconds === "number" ? seconds : NaN);
    return context.json({});
  });
  eventRoutes(app, control);
  app.post("/reset", (context) => {
    control.reset();
    return context.json({});
  });
  return app;
}

function eventRoutes(
  app: Hono<{ Variables: Variables }>,
  control: SandboxControl,
): void {
  app.post("/keys", (context) => {
    if (readObject(context.get("body"))["rotate"] !== true) {
      throw new TypeError('Cannot turn the keys: "rotate" is not true');
    }
    control.rotateKeys();
    return context.json({});
  });
  app.post("/challenge", (context) => {
    control.challenge(text(readObject(context.get("body")), "subject"));
    return context.json({});
  });
  app.post("/revoke", (context) => {
    control.revoke(text(readObject(context.get("body")), "username"));
    return context.json({});
  });
  app.post("/assertion", async (context) => {
    const sent = readObject(context.get("body"));
    const { audience, lifetime_seconds } = sent;
    const assertion = await control.externalAssertion({
      subject: text(sent, "subject"),
      ...(typeof audience === "string" ? { audience } : {}),
      ...(typeof lifetime_seconds === "number" ? { lifetime_seconds } : {}),
    });
    return context.json({ assertion });
  });
}

function text(sent: Record<string, unknown>, name: string): string {
  const value = sent[name];
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`Cannot read the request: "${name}" is not a text`);
}

function decide(
  control: SandboxControl,
  { user_code, username, decision }: Record<string, unknown>,
): void {
  const userCode = typeof user_code === "string" ? user_code : "";
  if (decision === "deny") return control.denyDevice(userCode);
  if (decision !== "approve") {
    throw new TypeError(
      'Cannot decide the code: "decision" is neither "approve" nor "deny"',
    );
  }
  control.approveDevice(
    userCode,
    typeof username === "string" ? username : undefined,
  );
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new TypeError("Cannot read the request: the body is not JSON");
  }
}

function readObject(body: string): Record<string, unknown> {
  const value = readJson(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(
      "Cannot read the request: the body is not a JSON object",
    );
  }
  return { ...value };
}

/** Errors of the control API: its callers are tests, so it says plainly what is wrong. */
export function controlFailure(
  error: unknown,
  trace: Trace,
): Response | undefined {
  if (error instanceof EntraRefusal) {
    return Response.json({
      error: `AADSTS${error.code}: ${error.message}`,
      trace_id: trace.traceId,
    }, { status: 400 });
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    return Response.json({ error: error.message }, { status: 400 });
  }
  return undefined;
}
