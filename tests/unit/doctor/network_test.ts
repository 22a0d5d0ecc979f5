import assert from "node:assert/strict";
import { judgeNetwork } from "../../../src/cli/doctor/network.ts";
import { environment, marks, network, REACHED } from "./facts.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const unreachable = {
  problem: { message: 'Cannot reach "login.microsoftonline.com"', fix: "Try" },
  isUnreachable: true,
};

test("judgeNetwork() is content with a whole way", () => {
  assert.deepEqual(marks(judgeNetwork(network())), [
    "proxy: ok",
    "dns: ok",
    "connection: ok",
    "tls: ok",
    "discovery: ok",
  ]);
});

test("judgeNetwork() names the step that fails, once", () => {
  const { addresses, connection } = REACHED;
  for (
    const [reach, id, says] of [
      [
        { addresses: { failed: "ENOTFOUND" } },
        "dns",
        /cannot be found \(ENOTFOUND\)/,
      ],
      [{ addresses: { failed: "NotCapable" } }, "dns", /permission/],
      [
        { addresses, connection: { failed: "ECONNREFUSED" } },
        "connection",
        /No connection/,
      ],
      [
        {
          addresses,
          connection: connection!,
          certificate: { failed: "ECONNRESET" },
        },
        "tls",
        /does not shake hands/,
      ],
    ] as const
  ) {
    const errors = judgeNetwork(network({ reach, discovery: unreachable }))
      .filter(({ level }) => level === "error");
    assert.deepEqual(marks(errors), [`${id}: error`]);
    assert.match(errors[0]?.message ?? "", says);
    assert.ok(errors[0]?.fix);
  }
});

test("judgeNetwork() takes a failed step for a note when the authority answers all the same", () => {
  const reach = { addresses: { failed: "EAI_AGAIN" } };
  const found = judgeNetwork(network({ reach }));
  assert.deepEqual(marks(found), ["proxy: ok", "dns: note", "discovery: ok"]);
});

test("judgeNetwork() says whose certificate is not trusted, and why", () => {
  for (
    const [problem, says, fix] of [
      [
        "SELF_SIGNED_CERT_IN_CHAIN",
        /of "Proxy CA", whom nothing here trusts/,
        /DENO_CERT/,
      ],
      ["CERT_HAS_EXPIRED", /has expired/, /date of this machine/],
      ["CERT_NOT_YET_VALID", /not valid yet/, /date/],
      ["ERR_TLS_CERT_ALTNAME_INVALID", /for another host/, /sign-in page/],
    ] as const
  ) {
    const certificate = { done: { issuer: "Proxy CA", notAfter: 0, problem } };
    const [error, ...others] = judgeNetwork(network({
      reach: { ...REACHED, certificate },
      discovery: unreachable,
    })).filter(({ level }) => level === "error");
    assert.deepEqual(others, []);
    assert.equal(error?.id, "tls");
    assert.match(error?.message ?? "", says);
    assert.match(error?.fix ?? "", fix);
    assert.equal(error?.details?.code, problem);
  }
});

test("judgeNetwork() names what is trusted", () => {
  const env = environment({
    DENO_TLS_CA_STORE: "system",
    DENO_CERT: "/ca.pem",
  });
  const tls = judgeNetwork(network({ env })).find(({ id }) => id === "tls");
  assert.match(
    tls?.message ?? "",
    /vouched for by "DigiCert Inc"; trusted are those of DENO_TLS_CA_STORE and DENO_CERT$/,
  );
});

test("judgeNetwork() looks for the proxy where there is one, and shows no password", () => {
  const address = new URL("http://proxy.example:3128");
  const proxy = { kind: "used", variable: "HTTPS_PROXY", address } as const;
  const found = judgeNetwork(network({
    proxy,
    reach: { addresses: { failed: "ENOTFOUND" } },
    discovery: unreachable,
  }));
  assert.deepEqual(marks(found), ["proxy: note", "dns: error"]);
  assert.match(
    found[1]?.message ?? "",
    /The name of the proxy proxy\.example:3128 cannot be found/,
  );
});

test("judgeNetwork() shows what the authority answered wrongly beside a whole way", () => {
  const problem = { message: "it is a web page instead of JSON", fix: "Check" };
  const found = judgeNetwork(
    network({ discovery: { problem, isUnreachable: false } }),
  );
  assert.deepEqual(marks(found).at(-1), "discovery: error");
  assert.equal(found.at(-1)?.fix, "Check");
});

test("judgeNetwork() notes an authority that is slow, and a proxy that is none", () => {
  const { discovery } = network();
  const slow = judgeNetwork(
    network({
      discovery: { ...discovery, elapsedMs: 3_600 } as typeof discovery,
    }),
  );
  assert.equal(marks(slow).at(-1), "discovery_slow: note");
  const invalid = judgeNetwork(
    network({ proxy: { kind: "invalid", variable: "HTTPS_PROXY" } }),
  );
  assert.equal(marks(invalid)[0], "proxy_invalid: warning");
});
