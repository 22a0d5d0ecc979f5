import assert from "node:assert/strict";
import { FLOW_STEPS } from "../../src/cli/explain/flow_entries.ts";
import type { FlowName } from "../../src/engine/flows/flow_names.ts";
import type { TraceStep } from "../../src/engine/trace/step.ts";
import { type Play, playFlow, PLAYS } from "../unit/engine/trace_flows.ts";
import { entraError, tokenAnswer } from "../support/tokens.ts";

/** Values that are the same in every run of a flow. */
const CONSTANT =
  /^(grant_type|response_type|code_challenge_method|client_assertion_type|requested_token_use)$/;

function namesOf(step: TraceStep, part: "request" | "response") {
  return step.parameters.filter((one) => one.part === part)
    .map(({ name, value }) => CONSTANT.test(name) ? `${name}=${value}` : name);
}

/** What is the same in every run of a step. */
function fixed(step: TraceStep) {
  const { from, to, title, purpose } = step;
  const [sends, answers] = [
    namesOf(step, "request"),
    namesOf(step, "response"),
  ];
  return {
    from,
    to,
    title,
    ...(purpose === undefined ? {} : { purpose }),
    ...(sends.length === 0 ? {} : { sends }),
    ...(answers.length === 0 ? {} : { answers }),
  };
}

/** The plays without what only sometimes happens. */
function plainPlays(): Readonly<Record<FlowName, Play>> {
  const plays = PLAYS();
  const [start, , , , , signedIn] = plays["device-code"].world.replies ?? [];
  const [, machine] = plays["managed-identity"].world.replies ?? [];
  assert.ok(start && signedIn && machine);
  const pending = () => entraError("authorization_pending", { code: 70016 });
  return {
    ...plays,
    "device-code": {
      ...plays["device-code"],
      world: { replies: [start, pending, signedIn] },
    },
    "managed-identity": {
      ...plays["managed-identity"],
      world: { replies: [machine] },
    },
    "refresh-token": {
      ...plays["refresh-token"],
      world: { replies: [tokenAnswer({ refresh_token: "the-refresh-token" })] },
    },
  };
}

Deno.test("explain tells the steps that each flow really makes", async (t) => {
  const plays = Object.entries(plainPlays());
  assert.deepEqual(
    plays.map(([name]) => name).sort(),
    Object.keys(FLOW_STEPS).sort(),
  );
  for (const [name, play] of plays) {
    await t.step(name, async () => {
      const { trace } = await playFlow(name as FlowName, play);
      const steps = trace.steps.filter(({ title }) => title !== "Warning");
      assert.deepEqual(steps.map(fixed), FLOW_STEPS[name]);
    });
  }
});
