import assert from "node:assert/strict";
import type { FlowName } from "../../../src/engine/flows/flow_names.ts";
import {
  toCurl,
  toJson,
  toMarkdown,
  toMermaid,
  type Trace,
} from "../../../src/engine/trace/mod.ts";
import { DECLINED, playFlow, PLAYS, SECRETS } from "./trace_flows.ts";

function summary({ steps }: Trace): string {
  return steps.map(({ from, to, title, result, outcome, count }, index) => {
    const times = count === undefined ? "" : ` ×${count}`;
    return `${index + 1}. ${from} → ${to}: ${title} [${outcome}${times}] ${
      result ?? ""
    }`.trim();
  }).join("\n");
}

function exportsOf(trace: Trace): readonly string[] {
  const { steps } = trace;
  return [toJson(trace), toCurl(steps), toMermaid(steps), toMarkdown(steps)];
}

const FLOWS = Object.keys(PLAYS()) as FlowName[];

Deno.test("traced() reads every flow as its specification draws it", async (t) => {
  assert.equal(FLOWS.length, 13);
  for (const flow of FLOWS) {
    await t.step(flow, async (t) => {
      const { trace } = await playFlow(flow, PLAYS()[flow]);
      assert.equal(trace.steps.at(-1)?.outcome, "next", summary(trace));
      await t.assertSnapshot(`\n${summary(trace)}\n`);
    });
  }
});

Deno.test("toMermaid() and toCurl() write every flow", async (t) => {
  for (const flow of FLOWS) {
    await t.step(flow, async (t) => {
      const { trace } = await playFlow(flow, PLAYS()[flow]);
      await t.assertSnapshot(`\n${toMermaid(trace.steps)}`);
      await t.assertSnapshot(`\n${toCurl(trace.steps)}`);
    });
  }
});

Deno.test("traces and their exports have no secret of any flow", async () => {
  for (const flow of FLOWS) {
    const { trace, events } = await playFlow(flow, PLAYS()[flow]);
    const raw = events.filter(({ type }) =>
      type === "authorization_url" || type === "user_code"
    );
    // What the person is shown has secrets: the test can fail.
    if (raw.length > 0) {
      assert.ok(SECRETS.some((one) => JSON.stringify(raw).includes(one)));
    }
    for (const text of exportsOf(trace)) {
      for (const secret of SECRETS) {
        assert.ok(!text.includes(secret), `${flow}: ${secret}`);
      }
      assert.ok(!/eyJ[\w-]{10}/.test(text), `${flow}: a JWT`);
    }
  }
});

Deno.test("traced() ends a refused device code without a token", async (t) => {
  const { trace } = await playFlow("device-code", DECLINED());
  assert.equal(trace.steps.at(-1)?.title, "End without a token");
  assert.ok(trace.steps.every(({ outcome }) => outcome !== "waiting"));
  await t.assertSnapshot(`\n${summary(trace)}\n`);
});

Deno.test("every parameter that a flow sends or gets has a meaning", async () => {
  const unknown = new Set<string>();
  for (const flow of FLOWS) {
    const { trace } = await playFlow(flow, PLAYS()[flow]);
    for (const { parameters } of trace.steps) {
      for (const { name, meaning } of parameters) {
        if (meaning === undefined) unknown.add(name);
      }
    }
  }
  assert.deepEqual([...unknown], []);
});
