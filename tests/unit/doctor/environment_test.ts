import assert from "node:assert/strict";
import { SECRET_VARIABLES } from "../../../src/adapters/environment.ts";
import { judgeEnvironment } from "../../../src/cli/doctor/environment.ts";
import { proxyOf } from "../../../src/cli/doctor/proxy.ts";
import { DANGEROUS } from "../../../src/cli/doctor/variables.ts";
import { environment, marks } from "./facts.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const judge = (variables: Record<string, string>) =>
  judgeEnvironment(environment(variables));

test("judgeEnvironment() lists every variable of the threat table, with a fix", () => {
  for (
    const name of [
      "NAPI_RS_NATIVE_LIBRARY_PATH",
      "LD_PRELOAD",
      "LD_LIBRARY_PATH",
      "DYLD_INSERT_LIBRARIES",
      "SSLKEYLOGFILE",
      "DENO_CERT",
      "NODE_EXTRA_CA_CERTS",
      "DENO_TLS_CA_STORE",
      "OTEL_DENO",
      "HTTPS_PROXY",
      "https_proxy",
      "ALL_PROXY",
    ]
  ) {
    const [found, ...others] = judge({ [name]: "/somewhere" });
    assert.deepEqual(others, [], name);
    assert.equal(found?.id, "environment_variable");
    assert.ok(found?.message.startsWith(`${name} is set: `), found?.message);
    assert.ok(found?.fix, name);
  }
});

test("judgeEnvironment() says nothing of values that change nothing", () => {
  for (
    const variables of [
      {},
      { NODE_TLS_REJECT_UNAUTHORIZED: "1" },
      { OTEL_DENO: "false" },
      { LD_PRELOAD: "" },
      { NO_PROXY: "localhost" },
      { AZURE_CLIENT_SECRET: "" },
    ] as Record<string, string>[]
  ) {
    assert.deepEqual(marks(judge(variables)), ["environment_clean: ok"]);
  }
  assert.deepEqual(marks(judge({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })), [
    "environment_variable: warning",
  ]);
});

test("judgeEnvironment() tells names and never what they hold", () => {
  const names = [
    ...DANGEROUS.map(({ name }) => name),
    ...SECRET_VARIABLES,
    ...["HTTPS_PROXY", "http_proxy", "NO_PROXY"],
    ...["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "ENTRADA_SCOPE"],
  ];
  const variables = Object.fromEntries(
    names.map((name) => [name, "canary-7f3a"]),
  );
  const found = judge({ ...variables, NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  const text = JSON.stringify(found);
  assert.doesNotMatch(text, /canary/);
  for (const name of names) assert.ok(text.includes(name), name);
});

test("judgeEnvironment() names the variables that are stronger than profiles", () => {
  const found = judge({
    AZURE_TENANT_ID: "contoso.com",
    ENTRADA_FLOW: "device",
  });
  assert.deepEqual(marks(found), ["environment_settings: note"]);
  assert.deepEqual(found[0]?.details?.variables, [
    "AZURE_TENANT_ID",
    "ENTRADA_FLOW",
  ]);
});

test("judgeEnvironment() refuses variables that contradict each other or mean nothing", () => {
  const twice = { ENTRADA_SCOPE: "User.Read", ENTRADA_RESOURCE: "https://x" };
  for (const variables of [twice, { ENTRADA_FLOW: "magic" }]) {
    const [found] = judge(variables);
    assert.equal(found?.id, "environment_settings_invalid");
    assert.equal(found?.level, "error");
    assert.ok(found?.fix);
  }
});

const ENTRA = new URL("https://login.microsoftonline.com/x");

test("proxyOf() takes the proxy that the runtime would take", () => {
  for (
    const [variables, variable] of [
      [{ ALL_PROXY: "http://a", HTTPS_PROXY: "http://b" }, "ALL_PROXY"],
      [{ all_proxy: "http://a", HTTPS_PROXY: "http://b" }, "all_proxy"],
      [{ HTTPS_PROXY: "http://a", https_proxy: "http://b" }, "HTTPS_PROXY"],
      [{ https_proxy: "a:3128" }, "https_proxy"],
      [
        { HTTPS_PROXY: "http://a", NO_PROXY: "*.microsoftonline.com" },
        "HTTPS_PROXY",
      ],
      [
        { HTTPS_PROXY: "http://a", NO_PROXY: "online.com,other" },
        "HTTPS_PROXY",
      ],
      [
        { HTTPS_PROXY: "http://a", NO_PROXY: "x", no_proxy: "*" },
        "HTTPS_PROXY",
      ],
    ] as const
  ) {
    const choice = proxyOf(ENTRA, environment(variables));
    assert.equal(choice.kind, "used", JSON.stringify(variables));
    assert.equal(choice.kind === "used" && choice.variable, variable);
  }
  assert.equal(
    proxyOf(ENTRA, environment({ HTTP_PROXY: "http://a" })).kind,
    "none",
  );
  const plain = new URL("http://idp.example/");
  assert.equal(
    proxyOf(plain, environment({ HTTP_PROXY: "http://a" })).kind,
    "used",
  );
});

test("proxyOf() goes past the proxy where NO_PROXY says so", () => {
  for (
    const list of [
      "*",
      "microsoftonline.com",
      ".microsoftonline.com",
      "a, LOGIN.microsoftonline.com ",
    ]
  ) {
    const choice = proxyOf(
      ENTRA,
      environment({ HTTPS_PROXY: "http://a", NO_PROXY: list }),
    );
    assert.equal(choice.kind, "past", list);
  }
});

test("proxyOf() leaves user name, password and path out", () => {
  const variables = {
    HTTPS_PROXY: "http://ada:hunter2@proxy.example:3128/p?q=hunter2#hunter2",
  };
  const choice = proxyOf(ENTRA, environment(variables));
  assert.equal(
    choice.kind === "used" && choice.address.href,
    "http://proxy.example:3128/",
  );
});

test("proxyOf() knows what is no address", () => {
  for (const text of ["not a url", "http://", "::"]) {
    const choice = proxyOf(ENTRA, environment({ HTTPS_PROXY: text }));
    assert.deepEqual(
      choice,
      { kind: "invalid", variable: "HTTPS_PROXY" },
      text,
    );
  }
});
