import assert from "node:assert/strict";
import { flowOffers } from "../../src/cli/flow_offers.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function namesFor(request: Parameters<typeof flowOffers>[0]): string[] {
  return flowOffers(request)
    .filter(({ reason }) => reason === undefined)
    .map(({ name }) => name);
}

test("flowOffers() offers an application its own flow alone", () => {
  assert.deepEqual(
    namesFor({
      usual: "client-credentials",
      hasCredential: true,
      hasRedirectUri: false,
    }),
    ["client-credentials"],
  );
});

test("flowOffers() offers a registration with a redirect URI the sign-ins that use it", () => {
  assert.deepEqual(
    namesFor({
      usual: "client-credentials",
      hasCredential: true,
      hasRedirectUri: true,
    }),
    [
      "client-credentials",
      "interactive",
      "authorization-code",
      "hybrid",
      "refresh-token",
    ],
  );
});

test("flowOffers() offers a public client nothing that needs a credential", () => {
  assert.deepEqual(
    namesFor({
      usual: "device-code",
      hasCredential: false,
      hasRedirectUri: false,
    }),
    [
      "device-code",
      "interactive",
      "authorization-code",
      "hybrid",
      "refresh-token",
    ],
  );
});

test("flowOffers() tells why the profile's own flow cannot be run here", () => {
  for (const usual of ["password", "on-behalf-of"] as const) {
    const [first] = flowOffers({
      usual,
      hasCredential: true,
      hasRedirectUri: false,
    });
    assert.equal(first?.name, usual);
    assert.match(first?.reason ?? "", new RegExp(`get-token -f ${usual}`));
  }
});
