import assert from "node:assert/strict";
import { FLOWS } from "../../src/engine/flows/flow_names.ts";
import { CLIENT, TENANT } from "../support/tokens.ts";
import { GRAPH, WHO } from "./calls.ts";
import {
  type FakeSetting,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

/** What each flow needs to be asked for, and what is shown of it. */
const CASES: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    "authorization-code",
    [...WHO, "-s", "User.Read", "--redirect-uri", "https://a.example/cb"],
    /^In the browser: https:\S+\/authorize\n[^]*response_type=code\n/,
  ],
  [
    "interactive",
    [...WHO, "-s", "User.Read"],
    /^In the browser: https:\S+\/authorize\n/,
  ],
  ["device-code", [...WHO, "-s", "User.Read"], /^POST https:\S+\/devicecode\n/],
  [
    "client-credentials",
    [...WHO, "-s", GRAPH, "--client-secret-env", "NOT_SET"],
    /^POST https:\S+\/token\n[^]*grant_type=client_credentials\n/,
  ],
  [
    "on-behalf-of",
    [
      ...WHO,
      "-s",
      "User.Read",
      "--client-certificate",
      "/nowhere.pem",
      "--assertion-profile",
      "nobody",
    ],
    /requested_token_use=on_behalf_of/,
  ],
  [
    "refresh-token",
    [...WHO, "-s", "User.Read", "--refresh-token-file", "/nowhere"],
    /grant_type=refresh_token/,
  ],
  [
    "hybrid",
    [...WHO, "-s", "User.Read"],
    /response_type=code\+?%?2?0? ?id_token/,
  ],
  [
    "implicit",
    [...WHO, "-s", "User.Read", "--response-type", "id_token"],
    /response_type=id_token\n/,
  ],
  [
    "password",
    [...WHO, "-s", "User.Read", "--username", "ada@contoso.com"],
    /username=ada/,
  ],
  [
    "managed-identity",
    ["--resource", "arm", "--identity-client-id", CLIENT],
    /^GET http:\/\/169\.254\.169\.254\/[^]*client_id=/,
  ],
  [
    "azure-cli",
    ["--resource", "arm", "-t", TENANT],
    /^\$ az account get-access-token .*https:\/\/management\.azure\.com/,
  ],
  ["azure-powershell", ["--resource", "arm"], /^\$ pwsh -NoProfile /],
  ["azd", ["--resource", "arm"], /^\$ azd auth token /],
];

/** A world in which anything that is done is a failure. */
const untouched: FakeSetting = {
  files: {},
  stdin: "",
  replace: {
    stdin: {
      isTerminal: false,
      readAll: () => Promise.reject(new Error("standard input was read")),
      readLine: () => Promise.reject(new Error("standard input was read")),
      readHidden: () => Promise.reject(new Error("standard input was read")),
    },
  },
};

Deno.test("get-token --dry-run is tested with every flow", () => {
  assert.deepEqual(
    CASES.map(([flow]) => flow).sort(),
    FLOWS.map(({ name }) => name).sort(),
  );
});

for (const [flow, options, says] of CASES) {
  Deno.test(`get-token --dry-run shows what ${flow} would do, and does nothing`, async () => {
    const argv = ["get-token", "-f", flow, ...options, "--dry-run"];
    const ran = await runFake(argv, untouched);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, says);
    const json = await runFake([...argv, "-o", "json"], untouched);
    const view = JSON.parse(json.stdout);
    assert.equal(view.flow, flow);
    assert.ok("request" in view || Array.isArray(view.command));
    for (const { ports } of [ran, json]) {
      assert.deepEqual(
        [ports.sent, ports.opened, ports.commands, ports.questions],
        [[], [], [], []],
      );
    }
    assert.doesNotMatch(ran.stdout + json.stdout, /not-read/);
  });
}

Deno.test("get-token --dry-run shows a profile's request", async () => {
  const ran = await runFake(["get-token", "--dry-run", "--json"], {
    ...untouched,
    files: {
      [PROFILES]: profilesText([{
        name: "ci",
        tenant: TENANT,
        clientId: CLIENT,
        resource: "https://vault.azure.net",
        clientAssertion: "command:vault read jwt",
      }]),
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  const { request } = JSON.parse(ran.stdout);
  assert.equal(request.parameters.scope, "https://vault.azure.net/.default");
  assert.match(ran.stderr, /^Profile: ci, the only one$/m);
});

Deno.test("get-token --dry-run refuses to write a token that there is none of", async () => {
  for (const option of [["-o", "curl"], ["--file", "/tmp/t"]]) {
    const ran = await runFake(
      ["get-token", ...WHO, "-s", "x", "--dry-run", ...option],
      untouched,
    );
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, /Cannot use --dry-run with /);
  }
});
