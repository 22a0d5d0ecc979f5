import assert from "node:assert/strict";
import { startSandbox } from "../../src/sandbox/mod.ts";
import { commandTree, flatCommands } from "../../src/cli/help/command_tree.ts";
import { ROOT } from "../../src/cli/commands/routes.ts";
import { readSchema, schemaNames, validate } from "../support/json_schema.ts";
import { entraError, tokenAnswer, unsignedToken } from "../support/tokens.ts";
import { APP_CALL, DEVICE, deviceReplies, env, WHO } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
} from "./fake_io.ts";

const now = START / 1000;
const TOKEN = unsignedToken({
  aud: "https://graph.microsoft.com",
  iat: now - 300,
  nbf: now - 300,
  exp: now + 3600,
  scp: "User.Read",
  oddity: { deep: [1, null] },
});
const OTHER = unsignedToken({ aud: "api://x", exp: now + 7200, roles: ["A"] });
const OPAQUE = "EwB4A8l6";
const files = {
  [PROFILES]: profilesText([{
    name: "work",
    tenant: "contoso.com",
    clientId: "11111111-1111-1111-1111-111111111111",
    scopes: ["User.Read"],
  }], { default: "work" }),
};
const app = (): FakeSetting => ({ env, replies: [tokenAnswer()] });
const device = (): FakeSetting => ({ replies: deviceReplies() });

/** Which schema, which command, in which world. */
const SHAPES: readonly (readonly [
  schema: string,
  argv: readonly string[],
  world: () => FakeSetting,
])[] = [
  ["get-token", [...APP_CALL, "--json"], app],
  ["get-token", [...DEVICE, "-o", "json"], device],
  [
    "get-token",
    [...DEVICE, "-o", "json", "--include-refresh-token"],
    device,
  ],
  ["get-token-az", [...APP_CALL, "-o", "az"], app],
  ["get-token-azd", [...APP_CALL, "-o", "azd"], app],
  ["get-token-exec-credential", [...APP_CALL, "-o", "exec-credential"], app],
  ["dry-run", [...APP_CALL, "--dry-run", "--json"], () => ({ env })],
  ["dry-run", [...WHO, "-s", "User.Read", "-f", "interactive"], () => ({})],
  ["dry-run", ["--resource", "arm", "-f", "azure-cli"], () => ({})],
  ["login", ["login", ...DEVICE.slice(1), "--json"], device],
  ["inspect", ["inspect", TOKEN, "--json"], () => ({})],
  ["inspect", ["inspect", OPAQUE, "--json"], () => ({})],
  ["inspect", ["inspect", TOKEN.slice(0, 90), "--json"], () => ({})],
  ["inspect-error", ["inspect", "--json"], () => ({
    stdin: '{"error":"invalid_grant","error_codes":[50076]}',
  })],
  ["inspect-error", ["inspect", "--json"], () => ({
    stdin: '{"error":"odd"}',
  })],
  ["verify", ["verify", TOKEN, "--json", "--aud", "x"], () => ({})],
  ["verify", ["verify", OPAQUE, "--json"], () => ({})],
  ["verify-for", ["verify", TOKEN, "--for", "keyvault", "--json"], () => ({})],
  ["diff", ["diff", TOKEN, OTHER, "--json"], () => ({})],
  ["config-list", ["config", "list", "--json"], () => ({ files })],
  ["config-default", ["config", "default", "--json"], () => ({ files })],
  ["config-show", ["config", "show", "work", "--json"], () => ({ files })],
  ["doctor", ["doctor", "--json", "--offline"], () => ({ files })],
  ["explain", ["explain", "device-code", "--json"], () => ({})],
];

function asked(schema: string, argv: readonly string[]): readonly string[] {
  return schema === "dry-run" && argv[0] !== "get-token"
    ? ["get-token", ...argv, "--dry-run", "-o", "json"]
    : argv;
}

for (const [schema, argv, world] of SHAPES) {
  const words = asked(schema, argv)
    .map((word) => word.length > 40 ? "…" : word).join(" ");
  Deno.test(`what is written is as the schema ${schema} says: ${words}`, async () => {
    const ran = await runFake(asked(schema, argv), world());
    assert.notEqual(ran.stdout, "", ran.stderr);
    validate(schema, JSON.parse(ran.stdout));
  });
}

Deno.test("what cache list --json writes is as its schema says", async () => {
  const storage = memoryStorage();
  await runFake(APP_CALL, { ...app(), storage });
  await runFake(DEVICE, { ...device(), storage });
  const { stdout } = await runFake(["cache", "list", "--json"], { storage });
  const view = JSON.parse(stdout);
  assert.equal(view.entries.length, 2);
  validate("cache-list", view);
});

Deno.test("what --trace-out writes as JSON is as its schema says", async () => {
  for (const [argv, world] of [[APP_CALL, app], [DEVICE, device]] as const) {
    const ran = await runFake([...argv, "--trace-out", "t.json"], world());
    validate("trace", JSON.parse(ran.files.get("t.json") ?? ""));
  }
});

Deno.test("the ready line of the sandbox is as its schema says", async () => {
  const sandbox = await startSandbox({});
  try {
    validate("sandbox", JSON.parse(JSON.stringify(sandbox.ready)));
  } finally {
    await sandbox.close();
  }
});

Deno.test("every line of watch is as its schema says, whatever comes of it", async () => {
  const worlds: readonly FakeSetting[] = [
    device(),
    { replies: [entraError("invalid_client", { code: 7000218 })] },
    { replies: [new TypeError("no route to host")] },
  ];
  for (const setting of worlds) {
    const { stdout } = await runFake(["watch", ...DEVICE.slice(1)], setting);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    for (const line of lines) validate("watch", line);
    assert.match(lines.at(-1).type, /^(token|error)$/);
  }
});

/** Commands with --json whose shape is another command's, or has its own name. */
const SCHEMA_OF: Readonly<Record<string, string>> = { refresh: "get-token" };

Deno.test("every command with --json has a schema", () => {
  const names = schemaNames();
  const commands = flatCommands(commandTree(ROOT))
    .filter(({ options }) => options.some(({ key }) => key === "json"))
    .map(({ words }) => words.join("-"));
  assert.ok(commands.length > 8);
  assert.deepEqual(
    commands.filter((name) => !names.includes(SCHEMA_OF[name] ?? name)),
    [],
  );
});

Deno.test("every schema has a title, and a description of every member", async (t) => {
  const bare = (schema: unknown, path: string): string[] => {
    if (Array.isArray(schema)) {
      return schema.flatMap((each, index) => bare(each, `${path}/${index}`));
    }
    if (typeof schema !== "object" || schema === null) return [];
    const { properties = {}, ...rest } = schema as Record<string, unknown>;
    const members = Object.entries(properties as object).flatMap(
      ([name, member]) => [
        ...("description" in member || "$ref" in member
          ? []
          : [`${path}/${name}`]),
        ...bare(member, `${path}/${name}`),
      ],
    );
    return [...members, ...bare(Object.values(rest), path)];
  };
  for (const name of schemaNames()) {
    await t.step(name, () => {
      const schema = readSchema(name);
      assert.equal(typeof schema.title, "string");
      assert.equal(typeof schema.description, "string");
      assert.equal(
        schema.$schema,
        "https://json-schema.org/draft/2020-12/schema",
      );
      assert.deepEqual(bare(schema, ""), []);
    });
  }
});

Deno.test("a shape that is not as its schema says is told with the place", () => {
  assert.throws(
    () => validate("get-token-azd", { token: 1, expiresOn: "soon" }),
    /\/token must be string.*\/expiresOn must match pattern/,
  );
  assert.throws(
    () => validate("sandbox", { more: 1 }),
    /must NOT have additional properties/,
  );
});
