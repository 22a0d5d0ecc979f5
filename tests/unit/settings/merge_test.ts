import assert from "node:assert/strict";
import {
  layer,
  mergeLayers,
  type Origin,
} from "../../../src/settings/merge.ts";

const options = { permissions: "none" } as const;
interface Values {
  readonly tenant?: string;
  readonly flow?: string;
}
const flag: Origin = { kind: "flag", name: "--tenant" };
const variable: Origin = { kind: "environment", name: "AZURE_TENANT_ID" };
const profile: Origin = { kind: "profile", name: "work" };

Deno.test(
  "mergeLayers() lets the strongest layer decide and remembers the others",
  options,
  () => {
    const merged = mergeLayers<Values>([
      layer<Values>({ tenant: "a" }, () => flag),
      layer<Values>({ tenant: "b" }, () => variable),
      layer<Values>({ tenant: "c", flow: "device-code" }, () => profile),
    ]);
    assert.deepEqual(merged, {
      tenant: { value: "a", origin: flag, overridden: [variable, profile] },
      flow: { value: "device-code", origin: profile, overridden: [] },
    });
  },
);

Deno.test("layer() leaves out what nobody gave", options, () => {
  assert.deepEqual(
    layer<Values>({ tenant: undefined, flow: "x" }, () => flag),
    {
      flow: { value: "x", origin: flag },
    },
  );
});
