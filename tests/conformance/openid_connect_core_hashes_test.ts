// The examples of OpenID Connect Core 1.0, appendixes A.3 and A.4.
import assert from "node:assert/strict";
import { accepts } from "./support/misbehaving_server.ts";
import { halfHash } from "./support/server.ts";

const CODE = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
const C_HASH = "LDktKdoQak3Pk0cnXxCltA";
const ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const AT_HASH = "77QmUPtjPfzWtF2AnpK9RQ";

Deno.test({
  name: "The server of these tests makes the hashes of OpenID Connect Core",
  permissions: "none",
  async fn() {
    assert.equal(await halfHash(CODE), C_HASH);
    assert.equal(await halfHash(ACCESS_TOKEN), AT_HASH);
  },
});

accepts("the c_hash of OpenID Connect Core, A.3", {
  flow: "hybrid",
  redirect: { code: CODE },
  idToken: { c_hash: C_HASH },
});

accepts("the at_hash of OpenID Connect Core, A.4", {
  flow: "implicit",
  redirect: { access_token: ACCESS_TOKEN },
  idToken: { at_hash: AT_HASH },
  accessToken: ACCESS_TOKEN,
});
