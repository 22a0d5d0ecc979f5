import assert from "node:assert/strict";
import type { FlowName } from "../../src/engine/flows/flow_names.ts";
import { Secret } from "../../src/engine/secret.ts";
import type { ProfileSummary } from "../../src/tui/open.tsx";
import { makeToken, PROFILES } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const PASSWORD = "correct horse battery";
const TAB = "\t";

function profiles(
  changes: Partial<ProfileSummary>,
): Promise<readonly ProfileSummary[]> {
  const [first, ...rest] = PROFILES;
  return first === undefined
    ? Promise.reject(new Error("No profiles"))
    : Promise.resolve([{ ...first, ...changes }, ...rest]);
}

async function openFlow(
  flow: FlowName,
  options: NonNullable<Parameters<typeof openStory>[0]> = {},
) {
  const story = await openStory(options);
  story.press(":");
  await story.until("Esc close");
  story.press(`get a token for graph-dev with ${flow}`, KEYS.enter);
  return story;
}

Deno.test("password: the user name is seen, the password never, and both reach the flow", async () => {
  const story = await openFlow("password");
  await story.until("Sign in to graph-dev with a password");
  story.press("ada@contoso.com", KEYS.enter);
  await story.until(/User name {2}ada@contoso\.com\n/);
  story.press("correct");
  await story.until(`${"•".repeat(7)}▏`);
  story.paste(" horse battery");
  await story.until("•".repeat(20));
  story.press("\x15");
  story.paste(PASSWORD);
  await story.until(`${"•".repeat(21)}▏`);
  story.press(KEYS.enter);
  const run = await story.nextRun();
  assert.equal(run.options.flow, "password");
  assert.equal(run.options.material?.username, "ada@contoso.com");
  assert.equal(run.options.material?.password?.reveal(), PASSWORD);
  run.succeed(makeToken({ flow: "password" }));
  await story.until("● valid 42 min");
  assert.doesNotMatch(story.bytes(), /correct|horse|battery/);
  await leave(story);
});

Deno.test("password: a wrong one is told by the coach, and trying again asks for it alone", async () => {
  const story = await openFlow("password");
  await story.until(/› User name/);
  story.press("ada@contoso.com", TAB, "wrong", KEYS.enter);
  const run = await story.nextRun();
  assert.equal(run.options.material?.username, "ada@contoso.com");
  run.fail({ ...REFUSED, title: "The password is wrong", suggestions: [] });
  await story.until("The password is wrong");
  story.press(KEYS.enter);
  await story.until(/User name {2}ada@contoso\.com\n › Password {3}▏/);
  story.press(KEYS.enter);
  await story.until("Password: type or paste it");
  story.press(KEYS.escape);
  await story.until("The password is wrong");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("password: what the profile names is not asked for", async () => {
  const story = await openFlow("password", {
    services: { profiles: () => profiles({ has: ["password"] }) },
  });
  const run = await story.nextRun();
  assert.equal(run.options.material, undefined);
  run.succeed(makeToken());
  await story.until("● valid 42 min");
  await leave(story);
});

Deno.test("on-behalf-of: the other profile is picked, and those without a user's token tell why", async () => {
  const own = makeToken();
  const app = makeToken();
  const { account: _nobody, ...withoutUser } = app;
  const story = await openFlow("on-behalf-of", {
    services: {
      kept: (name) =>
        Promise.resolve(
          name === "orders-api"
            ? own
            : name === "arm-prod"
            ? { ...withoutUser, account: null } as unknown as typeof own
            : undefined,
        ),
    },
  });
  const menu = await story.until("graph-dev acts on behalf of the user");
  assert.match(menu, /1 {2}orders-api +User ada@contoso\.com/);
  assert.match(menu, /graph-prod +No token yet: get one for it first/);
  assert.match(menu, /arm-prod +Its token is an application's own/);
  // Only what can be chosen has a key.
  story.press("2", "j", KEYS.enter);
  await story.until("▲ No token yet: get one for it first");
  story.press("1");
  const run = await story.nextRun();
  assert.equal(run.profile, "graph-dev");
  assert.equal(run.options.flow, "on-behalf-of");
  const assertion: Secret | undefined = run.options.material?.assertion;
  assert.equal(assertion?.reveal(), own.accessToken);
  run.succeed(makeToken({ flow: "on-behalf-of" }));
  await story.until(/graph-dev +● valid 42 min/);
  await leave(story);
});

Deno.test("refresh-token: one is asked for only where none is kept", async () => {
  const story = await openFlow("refresh-token");
  await story.until("Get a token for graph-dev with a refresh token");
  story.paste("0.AXkA-refresh");
  await story.until("•".repeat(14));
  story.press(TAB, KEYS.enter);
  const run = await story.nextRun();
  assert.equal(
    run.options.material?.refreshToken?.reveal(),
    "0.AXkA-refresh",
  );
  run.succeed(makeToken({ refreshToken: new Secret("kept") }));
  await story.until("● valid 42 min");
  story.press(":");
  await story.until("Esc close");
  story.press("get a token for graph-dev with refresh-token", KEYS.enter);
  const second = await story.nextRun();
  assert.equal(second.options.material, undefined);
  second.succeed(makeToken());
  await story.until("new token");
  assert.ok(!story.bytes().includes("AXkA"));
  await leave(story);
});

Deno.test("the flow menu has every flow, and the whole of a detail that is cut off", async () => {
  const story = await openStory();
  story.press("f");
  const menu = await story.until("managed-identity");
  for (const flow of ["implicit", "azure-cli", "azure-powershell", "azd"]) {
    assert.ok(menu.includes(flow), flow);
  }
  story.press("j", "j", "j", "j", "j");
  await story.until("proven before the code is used");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("copy menu: what cannot be copied says why, and a device code has its own", async () => {
  const { idToken: _none, ...token } = makeToken();
  const story = await openStory({
    services: {
      kept: (name) =>
        Promise.resolve(name === "graph-prod" ? token : undefined),
    },
  });
  await story.until(/graph-prod +●/);
  story.press("j", "y");
  const menu = await story.until("Authorization header");
  assert.match(menu, /i {2}ID token +None came with it/);
  story.press("i");
  await story.until("▲ None came with it");
  story.press(KEYS.escape);
  await story.until("2 of 5");
  story.press("k", KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "HVQ5NRAYK",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: story.clock.now() + 900_000,
    intervalMs: 5000,
  });
  await story.until("H V Q 5");
  story.press("y");
  assert.match(await story.until("Copy\n"), /c {2}code\n +u {2}address/);
  story.press("c");
  await story.until("Copied the code");
  assert.deepEqual(story.copied, ["HVQ5NRAYK"]);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});
