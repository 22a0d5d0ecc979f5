import assert from "node:assert/strict";
import { AuthError } from "../../../src/engine/errors.ts";
import { borrowed } from "../../../src/engine/flows/borrowed.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import type { BorrowedTool } from "../../../src/engine/entra/borrowed_tools.ts";
import type { CommandOutcome } from "../../../src/engine/ports/mod.ts";
import { fakePorts } from "../../support/fake_ports.ts";
import { ISSUED_AT, OID, TENANT, unsignedToken } from "../../support/tokens.ts";

const SCOPES = ["https://management.azure.com//.default"];
const TOKEN = unsignedToken({
  appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  oid: OID,
  tid: TENANT,
  scp: "user_impersonation",
  upn: "ada@contoso.example",
});
const END = ISSUED_AT / 1000 + 600;

const ended = (
  stdout: string,
  { success = true, stderr = "" } = {},
): CommandOutcome => ({ type: "ended", success, stdout, stderr });
const failed = (stderr: string, stdout = "") =>
  ended(stdout, { success: false, stderr });
const json = (value: unknown) => ended(JSON.stringify(value));

async function run(
  tool: BorrowedTool,
  outcomes: CommandOutcome | ((program: string) => CommandOutcome),
  change: { scopes?: readonly string[]; tenant?: string } = {},
) {
  const ports = fakePorts({
    command: ({ argv }) =>
      typeof outcomes === "function" ? outcomes(argv[0]) : outcomes,
  });
  const outcome = await complete(
    borrowed({ tool, scopes: SCOPES, ...change }, ports),
  ).catch((error: unknown) => error as Error);
  return { outcome, commands: ports.commands.map(({ argv }) => argv) };
}

async function failure(
  tool: BorrowedTool,
  outcome: CommandOutcome,
): Promise<AuthError> {
  const error = (await run(tool, outcome)).outcome;
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  return error;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const TOOLS: readonly BorrowedTool[] = ["azure-cli", "azure-powershell", "azd"];

test("borrowed() hands no text to a program that a shell could read, nor one that looks like an option", async () => {
  for (const tool of TOOLS) {
    for (
      const resource of [
        "https://a.example/';Remove-Item",
        "https://a.example/$(x)",
        "https://a.example/`x`",
        "https://a.example/%PATH%",
        "https://a.example/&calc",
        "--subscription",
        "-x",
      ]
    ) {
      const { outcome, commands } = await run(tool, ended("{}"), {
        scopes: [`${resource}/.default`],
      });
      assert.ok(outcome instanceof AuthError, resource);
      assert.equal(outcome.code, "invalid_parameter");
      assert.deepEqual(commands, []);
    }
    const { outcome } = await run(tool, ended("{}"), { tenant: "a'b" });
    assert.equal((outcome as AuthError).code, "invalid_parameter");
  }
});

test("borrowed() asks az for the resource, its final slash kept, and reads its answer", async () => {
  const { outcome, commands } = await run(
    "azure-cli",
    json({ accessToken: TOKEN, expires_on: END, tenant: TENANT }),
    { tenant: TENANT },
  );
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.deepEqual(commands, [[
    "az",
    "account",
    "get-access-token",
    "--output",
    "json",
    "--resource",
    "https://management.azure.com/",
    "--tenant",
    TENANT,
  ]]);
  assert.equal(outcome.accessToken, TOKEN);
  assert.equal(outcome.expiresAt, END * 1000);
  assert.equal(outcome.tenantId, TENANT);
  assert.equal(outcome.account?.username, "ada@contoso.example");
  assert.equal(outcome.clientId, "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
});

test("borrowed() reads the local time of an older az", async () => {
  const { outcome } = await run(
    "azure-cli",
    json({ accessToken: TOKEN, expiresOn: "2026-11-20 06:00:00.000000" }),
  );
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.expiresAt, new Date(2026, 10, 20, 6).getTime());
});

test("borrowed() asks azd for the scope and reads an answer with warnings around it", async () => {
  const answer = { token: TOKEN, expiresOn: "2026-11-20T06:00:00Z" };
  const { outcome, commands } = await run(
    "azd",
    ended(`WARNING: old\n${JSON.stringify(answer)}\n`),
  );
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.expiresAt, Date.UTC(2026, 10, 20, 6));
  assert.equal(
    commands[0]?.[commands[0].indexOf("--scope") + 1],
    "https://management.azure.com//.default",
  );
});

test("borrowed() tries pwsh, then powershell", async () => {
  const { outcome, commands } = await run(
    "azure-powershell",
    (program) =>
      program === "pwsh"
        ? { type: "missing" }
        : json({ accessToken: TOKEN, expires_on: END }),
  );
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.deepEqual(commands.map(([program]) => program), [
    "pwsh",
    "powershell",
  ]);
  assert.match(
    commands[0]!.at(-1)!,
    /ResourceUrl = 'https:\/\/management\.azure\.com\/'/,
  );
});

test("borrowed() of an application's sign-in has no account", async () => {
  const token = unsignedToken({ appid: "x", oid: OID, tid: TENANT });
  const { outcome } = await run(
    "azure-cli",
    json({ accessToken: token, expires_on: END }),
  );
  assert.ok(!(outcome instanceof Error));
  assert.equal(outcome.account, null);
});

const WORDS: readonly [BorrowedTool, CommandOutcome, string, RegExp][] = [
  ["azure-cli", { type: "missing" }, "tool_unavailable", /is not installed/],
  ["azure-cli", { type: "forbidden" }, "tool_unavailable", /may not be run/],
  ["azure-cli", { type: "timed_out" }, "timed_out", /took too long/],
  [
    "azure-cli",
    failed("ERROR: Please run 'az login' to setup account."),
    "interaction_required",
    /Please run 'az login'/,
  ],
  [
    "azure-cli",
    failed(
      "ERROR: AADSTS700082: The refresh token has expired.\r\nTrace ID: x\nTo re-authenticate, please run:\naz login",
    ),
    "interaction_required",
    /AADSTS700082/,
  ],
  [
    "azure-cli",
    failed("\x1b[91mERROR: AADSTS500011: resource not found\x1b[0m"),
    "tool_failed",
    /AADSTS500011: resource not found$/,
  ],
  ["azure-cli", failed(""), "tool_failed", /it gave no reason/],
  [
    "azure-cli",
    failed("ERROR: " + "word ".repeat(1000)),
    "tool_failed",
    /: (word ){60}…$/,
  ],
  [
    "azure-cli",
    failed(
      `ERROR: client_secret=hunter2 in 0.AXoA${
        "e".repeat(40)
      }, tenant ${TENANT}`,
    ),
    "tool_failed",
    new RegExp(
      `: client_secret=\\[redacted\\] in \\[redacted\\], tenant ${TENANT}$`,
    ),
  ],
  [
    "azure-cli",
    { type: "ended", success: false, stderr: "", stdout: TOKEN },
    "tool_failed",
    /: \[redacted\]$/,
  ],
  ["azure-cli", ended("not json"), "tool_failed", /is not understood/],
  [
    "azure-cli",
    json({ accessToken: TOKEN }),
    "tool_failed",
    /is not understood/,
  ],
  [
    "azd",
    failed(
      "",
      '{"type":"consoleMessage","data":{"message":"\\nERROR: fetching token: not logged in, run `azd auth login` to login\\n"}}',
    ),
    "interaction_required",
    /fetching token: not logged in/,
  ],
  [
    "azure-powershell",
    failed("Get-AzAccessToken: Run Connect-AzAccount to login."),
    "interaction_required",
    /Run Connect-AzAccount/,
  ],
];
for (const [tool, outcome, code, words] of WORDS) {
  test(`borrowed() puts into words what ${tool} means by ${JSON.stringify(outcome).slice(0, 70)}`, async () => {
    const error = await failure(tool, outcome);
    assert.equal(error.code, code);
    assert.match(error.message, words);
  });
}

const SAID: readonly [string, string][] = [
  ["plain words stay", "plain words stay"],
  ["MY_SECRET_KEY=abc next", "MY_SECRET_KEY=[redacted] next"],
  ['{"password": "two words"}', '{"password": [redacted]}'],
  ['{"accessToken": "abc"}', '{"accessToken": [redacted]}'],
  ["Authorization: Bearer abc def", "Authorization: [redacted] def"],
  ["in Microsoft.PowerShell.Commands", "in Microsoft.PowerShell.Commands"],
  ["see 8Q~aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789", "see [redacted]"],
  ["see aB3dE6gH9jK2mN5pQ8sT1vW4", "see [redacted]"],
  [`tenant=${TENANT}, client ${OID}`, `tenant=${TENANT}, client ${OID}`],
  [`${OID}-more`, "[redacted]"],
  ["fetching token: not logged in", "fetching token: not logged in"],
  [
    "ask https://login.microsoftonline.com/common",
    "ask https://login.microsoftonline.com/common",
  ],
];
for (const [text, shown] of SAID) {
  test(`borrowed() tells a tool's ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, async () => {
    const { message } = await failure("azure-cli", failed(text));
    assert.ok(message.endsWith(`: ${shown}`), message);
  });
}

test("borrowed() is quick with hostile words", async () => {
  for (const piece of ["a-", "token", "key=", '"', "= ", "a1 ", "password:"]) {
    const { message } = await failure(
      "azure-cli",
      failed(piece.repeat(100_000)),
    );
    assert.ok(message.length < 400);
  }
});
