import assert from "node:assert/strict";
import { createClient } from "../../src/engine/client.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { CLIENT, TENANT } from "../support/tokens.ts";

// The octets, the verifier and the challenge of RFC 7636, appendix B.
const OCTETS = Uint8Array.of(
  ...[116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173],
  ...[187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132],
  ...[141, 121],
);
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

Deno.test({
  name:
    "client.run() makes the verifier and the challenge of RFC 7636, appendix B",
  permissions: "none",
  async fn() {
    let visited: URL | undefined;
    const ports = fakePorts({
      visit(url) {
        visited = url;
        return { code: "c", state: url.searchParams.get("state") ?? "" };
      },
      replies: [new TypeError("this far and no further")],
    });
    const random = { bytes: () => OCTETS };
    const client = createClient(
      { tenantId: TENANT, clientId: CLIENT },
      { ...ports, random },
    );
    await assert.rejects(complete(client.run("interactive", ["User.Read"])));
    assert.equal(visited?.searchParams.get("code_challenge"), CHALLENGE);
    assert.equal(visited?.searchParams.get("code_challenge_method"), "S256");
    assert.equal(ports.sent[0]?.form.get("code_verifier"), VERIFIER);
  },
});
