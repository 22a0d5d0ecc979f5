import assert from "node:assert/strict";
import type {
  FormOutcome,
  ProfileDraft,
} from "../../src/tui/runtime/form_services.ts";
import type { ProfileSummary } from "../../src/tui/state/model.ts";
import { PROFILES } from "./support/fixtures.ts";
import { fakeForms } from "./support/forms.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const TAB = "\t";
const CTRL_S = "\x13";
const SECRET = "hunter2-hunter2";

/** A world of profiles that forms change. */
function profilesWorld(first: readonly ProfileSummary[] = PROFILES) {
  let profiles = first;
  const drafts: ProfileDraft[] = [];
  const forms = fakeForms({
    check: ({ values }) =>
      Promise.resolve(
        / /.test(values.name) ? { name: "A name has no blanks" } : {},
      ),
    save(draft): Promise<FormOutcome> {
      drafts.push(draft);
      const { name, tenant } = draft.values;
      if (tenant === "") {
        return Promise.resolve({
          kind: "refused",
          problems: { tenant: "The tenant is needed" },
        });
      }
      const others = draft.purpose === "edit"
        ? profiles.filter((each) => each.name !== draft.profile)
        : profiles;
      const [one] = PROFILES;
      assert.ok(one !== undefined);
      profiles = [...others, { ...one, name, tenant }];
      return Promise.resolve({ kind: "saved", name });
    },
    remove(name) {
      profiles = profiles.filter((each) => each.name !== name);
      return Promise.resolve(undefined);
    },
  });
  return {
    drafts,
    services: { forms, profiles: () => Promise.resolve(profiles) },
  };
}

Deno.test("the first profile is one key away, and is made by typing alone", async () => {
  const world = profilesWorld([]);
  const story = await openStory({ services: world.services });
  await story.until("› n  make the first one");
  story.press("n", "my work");
  await story.until("new profile");
  await story.until("A name has no blanks");
  story.press("\x15", "work", TAB, "azure");
  await story.until("azure-powershell");
  story.press(KEYS.enter);
  await story.until("04b07795");
  story.press(CTRL_S);
  await story.until("The tenant is needed");
  assert.match(story.screen(), /› Tenant/);
  story.press("contoso.com", CTRL_S);
  await story.until("work: made");
  assert.match(story.screen(), /› work/);
  const draft = world.drafts.at(-1);
  assert.equal(draft?.values.clientId, "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
  assert.equal(draft?.purpose, "new");
  await leave(story);
});

Deno.test("several keys in one read go into the form that the first one opened", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("nwork");
  await story.until(/› Name +work/);
  story.press(KEYS.escape);
  await story.until("Leave without saving?");
  story.press("d");
  await story.until("graph-prod");
  await leave(story);
});

Deno.test("e edits: a new name is in the list, and Esc leaves what was not changed", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("e");
  await story.until("graph-dev ▸ edit");
  await story.until(/› Name +graph-dev/);
  story.press(KEYS.escape);
  await story.until("› graph-dev");
  story.press("e");
  await story.until(/› Name +graph-dev/);
  story.press("-2", CTRL_S);
  await story.until("graph-dev-2: saved");
  const screen = await story.until("› graph-dev-2");
  assert.doesNotMatch(screen, /graph-dev /);
  assert.equal(world.drafts[0]?.profile, "graph-dev");
  await leave(story);
});

Deno.test("c clones under a name that is free", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("j");
  await story.until("› graph-prod");
  story.press("c");
  await story.until("graph-prod ▸ clone");
  await story.until("graph-prod-copy");
  story.press(CTRL_S);
  await story.until("graph-prod-copy: made");
  assert.equal(world.drafts[0]?.purpose, "clone");
  await leave(story);
});

Deno.test("D asks, Enter keeps, y deletes", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("D");
  await story.until("Delete the profile graph-dev?");
  story.press(KEYS.enter);
  await story.until("1 of 5");
  story.press("D");
  await story.until("Delete the profile graph-dev?");
  story.press("y");
  await story.until("graph-dev: deleted");
  await story.until("1 of 4");
  await leave(story);
});

Deno.test("what cannot be saved or deleted is told, and nothing is lost", async () => {
  const world = profilesWorld();
  const failing = {
    ...world.services,
    forms: {
      ...world.services.forms,
      save: () => Promise.reject(new Error("the disk is full")),
      remove: () => Promise.reject(new Error("the disk is full")),
    },
    advise: () =>
      Promise.resolve({
        title: "This cannot be done",
        message: "Cannot write the profiles: the disk is full",
        hint: "Make room",
        code: "StorageError",
        details: [],
        suggestions: [],
      }),
  };
  const story = await openStory({ services: failing });
  story.press("n");
  await story.until("new profile");
  story.press("work", CTRL_S);
  await story.until("the disk is full. Make room");
  assert.match(story.screen(), /Name +work/);
  story.press(KEYS.escape);
  await story.until("Leave without saving?");
  story.press("d");
  await story.until("› graph-dev");
  story.press("D");
  await story.until("Delete the profile");
  story.press("y");
  await story.until("the disk is full. Make room");
  assert.match(story.screen(), /graph-dev/);
  await leave(story);
});

Deno.test("a secret is typed and pasted as dots, and reaches only who seals it", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("e");
  await story.until(/› Name +graph-dev/);
  story.press(...Array<string>(7).fill(KEYS.down));
  await story.until("› Proof");
  story.press(" ");
  await story.until("< a secret >");
  story.press(KEYS.down, KEYS.down);
  await story.until("› Client secret");
  story.press("hunter");
  await story.until("••••••▏");
  story.paste("2-hunter2\r\n");
  await story.until(`${"•".repeat(SECRET.length)}▏`);
  story.paste("two\nlines");
  await story.until("a secret has one");
  story.press(CTRL_S);
  await story.until("graph-dev: saved");
  assert.equal(world.drafts[0]?.secrets.clientSecret?.reveal(), SECRET);
  assert.ok(!JSON.stringify(world.drafts).includes("hunter"));
  assert.ok(!story.bytes().includes("hunter"));
  await leave(story);
});

Deno.test("a pasted text of several lines becomes one, and a pasted token is text", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("n");
  await story.until("new profile");
  story.paste("one\r\ntwo\tthree\x1b[31m");
  await story.until("one two three\\u{1b}[31m");
  story.press("\x15");
  story.paste("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln");
  await story.until(/› Name +.*c2ln/);
  story.press("\x15", KEYS.escape);
  await story.until("› graph-dev");
  await leave(story);
});

Deno.test("a form keeps what was typed through a resize", async () => {
  const world = profilesWorld();
  const story = await openStory({ services: world.services });
  story.press("n");
  await story.until("new profile");
  story.press("work");
  await story.until(/› Name +work/);
  story.resize(40, 10);
  await story.until("needs 60");
  story.resize(120, 30);
  const wide = await story.until(/› Name +work/);
  assert.match(wide, /What you call it/);
  story.press(KEYS.escape);
  await story.until("Leave without saving?");
  story.press("d");
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("a form is spoken: labels and words, and nothing by a sign alone", async () => {
  const world = profilesWorld();
  const story = await openStory({
    services: world.services,
    screenReader: true,
    ascii: true,
  });
  story.press("n");
  await story.until("new profile");
  story.press("a b");
  const screen = await story.until("A name has no blanks");
  assert.match(screen, /Name +a b/);
  assert.match(screen, /Ctrl\+S save/);
  story.press("\x15", KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});
