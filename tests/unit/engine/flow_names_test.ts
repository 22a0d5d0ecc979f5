import assert from "node:assert/strict";
import {
  actorOf,
  flowInfo,
  type FlowName,
  FLOWS,
  parseFlowName,
} from "../../../src/engine/flows/flow_names.ts";

/** The table of the contract. */
const CONTRACT: Readonly<Record<FlowName, readonly string[]>> = {
  "authorization-code": ["AuthorizationCode", "code"],
  "interactive": ["InteractiveBrowser", "browser"],
  "device-code": ["DeviceCode", "device"],
  "client-credentials": ["ClientCredentials", "app"],
  "on-behalf-of": ["OnBehalfOf", "obo"],
  "refresh-token": ["RefreshToken", "refresh"],
  "password": ["ROPC"],
  "implicit": [],
  "hybrid": [],
  "managed-identity": ["ManagedIdentity", "mi"],
  "azure-cli": [],
  "azure-powershell": [],
  "azd": [],
};

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("parseFlowName() refuses unknown names and lists those that there are", () => {
  for (const text of ["", "devicecode ", "__proto__", "token"]) {
    assert.throws(() => parseFlowName(text), { code: "unknown_flow" }, text);
  }
});

test("parseFlowName() knows every name and alias of the contract, in any case", () => {
  assert.equal(FLOWS.length, Object.keys(CONTRACT).length);
  for (const [name, aliases] of Object.entries(CONTRACT)) {
    for (const text of [name, ...aliases]) {
      for (const spelled of [text, text.toUpperCase(), text.toLowerCase()]) {
        assert.equal(parseFlowName(spelled), name);
      }
    }
  }
});

test("actorOf() tells the flows of the application and the machine from those of a user", () => {
  const apps = FLOWS.map(({ name }) => name).filter((name) =>
    actorOf(name) === "app"
  );
  assert.deepEqual(apps, ["client-credentials", "managed-identity"]);
});

test("flowInfo() says which flows need a person", () => {
  const alone = FLOWS.map(({ name }) => name).filter((name) =>
    !flowInfo(name).interactive
  );
  assert.deepEqual(alone.sort(), [
    "azd",
    "azure-cli",
    "azure-powershell",
    "client-credentials",
    "managed-identity",
    "on-behalf-of",
    "refresh-token",
  ]);
  assert.throws(() => flowInfo("nothing" as FlowName), TypeError);
});
