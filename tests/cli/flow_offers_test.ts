import assert from "node:assert/strict";
import { flowOffers } from "../../src/cli/call/flow_offers.ts";
import { FLOWS } from "../../src/engine/flows/flow_names.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const LOCAL = ["managed-identity", "azure-cli", "azure-powershell", "azd"];

function namesFor(request: Parameters<typeof flowOffers>[0]): string[] {
  return flowOffers(request)
    .filter(({ reason }) => reason === undefined)
    .map(({ name }) => name);
}

test("flowOffers() names every flow once, the profile's own first, and says why one cannot be run", () => {
  for (const { name: usual } of FLOWS) {
    for (const hasCredential of [true, false]) {
      const offers = flowOffers({
        usual,
        hasCredential,
        hasClient: false,
      });
      assert.equal(offers[0]?.name, usual);
      assert.equal(offers[0]?.reason, undefined);
      assert.deepEqual(
        offers.map(({ name }) => name).toSorted(),
        FLOWS.map(({ name }) => name).toSorted(),
      );
    }
  }
});

test("flowOffers() offers a client with a credential every flow, as the command line does", () => {
  assert.deepEqual(
    namesFor({ usual: "client-credentials", hasCredential: true }).toSorted(),
    FLOWS.map(({ name }) => name).toSorted(),
  );
});

test("flowOffers() offers a public client nothing that needs a credential", () => {
  const request = {
    usual: "device-code",
    hasCredential: false,
  } as const;
  assert.deepEqual(namesFor(request), [
    "device-code",
    "interactive",
    "authorization-code",
    "refresh-token",
    "hybrid",
    "implicit",
    "password",
    ...LOCAL,
  ]);
  const refused = flowOffers(request)
    .find(({ name }) => name === "on-behalf-of");
  assert.match(refused?.reason ?? "", /no secret and no certificate/);
});

test("flowOffers() without a client offers what asks this machine", () => {
  assert.deepEqual(
    namesFor({
      usual: "azure-cli",
      hasCredential: false,
      hasClient: false,
    }).toSorted(),
    LOCAL.toSorted(),
  );
});
