import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { Secret } from "../../../src/engine/secret.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { holdToken } from "../../../src/tui/runtime/present.ts";
import { createRecorder } from "../../../src/tui/runtime/recording.ts";
import {
  maskAddress,
  maskForeign,
  maskShapes,
} from "../../../src/tui/runtime/recording_masks.ts";
import {
  decodeValue,
  encodeValue,
} from "../../../src/tui/runtime/recording_values.ts";
import { playAll, readRecording } from "../../../src/tui/runtime/replay.ts";
import { HiddenText } from "../../../src/tui/state/form_hidden.ts";
import { initialState } from "../../../src/tui/state/initial.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { splitGraphemes } from "../../../src/tui/state/text_field.ts";
import { update } from "../../../src/tui/state/update.ts";
import { FLOWS } from "../../../src/engine/flows/flow_names.ts";
import {
  CLAIMS,
  explain,
  makeJwt,
  makeToken,
  MINUTE,
  NOON,
  PROFILES,
} from "../../tui/support/fixtures.ts";
import { LISTS, WORK } from "../../tui/support/forms.ts";
import { KERNEL, REFUSED } from "../../tui/support/states.ts";

/** No word that a filter could find begins so. */
const CANARY = "~Zq8Q~Canary4xKv71PnLmT0aBcD3eFgH5i";
const CODE = "K7PQX2MZW";
const JWT = makeJwt({ ...CLAIMS, nonce: CANARY, aio: CANARY });
/** Long pieces of what is secret: none of them may be in a recording. */
const SECRETS = [CANARY, CODE, JWT, JWT.slice(20, 60), JWT.slice(-30)];

const HELD = holdToken(makeToken({ accessToken: JWT, idToken: JWT }), {
  explanation: explain(JWT),
  now: NOON,
});
const ERROR = {
  ...REFUSED,
  message: `The server repeated client_secret=${CANARY}`,
  hint: `Look at ${JWT}`,
  details: [{ label: "Trace id", value: `code=${CANARY}` }],
};

/** Every message that the world brings, with secrets wherever there may be any. */
const NEWS: readonly Message[] = [
  { type: "profiles_loaded", profiles: PROFILES },
  { type: "profiles_failed", error: ERROR },
  {
    type: "kept_found",
    listId: 1,
    names: PROFILES.map(({ name }) => name),
    tokens: new Map([["graph-dev", HELD], ["graph-prod", HELD]]),
  },
  { type: "protection_known", protection: KERNEL },
  { type: "warned", text: `The store said ${JWT} and secret=${CANARY}` },
  { type: "logged_out", profile: "graph-dev", had: true },
  { type: "token_pasted", token: HELD },
  { type: "token_acquired", runId: 1, token: HELD },
  { type: "run_failed", runId: 1, error: ERROR },
  { type: "paste_wanted", runId: 1, problem: `state=${CANARY} does not fit` },
  { type: "text_pasted", text: `http://localhost/?code=${CANARY}&state=a` },
  { type: "text_pasted", text: CANARY },
  { type: "noticed", text: `Copied ${CANARY}`, tone: "ok", place: "home " },
  { type: "refuse", reason: "No" },
  { type: "resized", size: { columns: 100, rows: 30 } },
  {
    type: "flow_event",
    runId: 1,
    event: {
      type: "user_code",
      userCode: CODE,
      verificationUri: `https://microsoft.com/devicelogin?otc=${CODE}`,
      expiresAt: NOON + 15 * MINUTE,
      intervalMs: 5000,
    },
  },
  {
    type: "flow_event",
    runId: 1,
    event: {
      type: "authorization_url",
      url: `https://login.example/authorize?state=${CANARY}&nonce=${CANARY}#x`,
      localUrl: `http://127.0.0.1:4000/${CANARY}`,
      redirectUri: "http://localhost:4000/",
      method: "paste",
    },
  },
  {
    type: "flow_event",
    runId: 1,
    event: {
      type: "connection_lost",
      attempt: 2,
      reason: `device_code=${CANARY} was not answered`,
      nextPollAt: NOON,
    },
  },
  {
    type: "flow_event",
    runId: 1,
    event: {
      type: "warning",
      code: "storage_failed",
      message: `Cannot keep ${JWT}`,
      hint: `Try ${CANARY}`,
    },
  },
  {
    type: "flow_event",
    runId: 1,
    event: { type: "command", command: ["az", `--secret=${CANARY}`] },
  },
  {
    type: "traced",
    runId: 1,
    trace: {
      dropped: 0,
      steps: [{
        kind: "exchange",
        from: "client",
        to: "entra",
        title: `Ask with ${CANARY}`,
        purpose: "To learn",
        at: NOON,
        outcome: "failed",
        result: `400 ${JWT}`,
        request: {
          method: "POST",
          url: `https://login.example/token?code=${CANARY}`,
          parameters: { code: CANARY, client_id: "a", user_code: CODE },
        },
        response: {
          status: 400,
          body: {
            error: "x",
            nested: [{ user_code: CODE, access_token: JWT, note: CANARY }],
            [CANARY]: 1,
          },
        },
        parameters: [
          { name: "x", value: CANARY, isSecret: true, part: "request" },
          { name: "user_code", value: CODE, isSecret: false, part: "response" },
        ],
      }],
    },
  },
  {
    type: "form_news",
    formId: 1,
    news: { kind: "opened", values: WORK, lists: LISTS },
  },
  { type: "form_news", formId: 1, news: { kind: "failed", error: ERROR } },
  {
    type: "form_news",
    formId: 1,
    news: { kind: "refused", problems: { name: "Taken" } },
  },
  {
    type: "scripts_found",
    scripts: [{ path: "/s/who.ts", title: "Who", needsToken: true }],
  },
  {
    type: "script_news",
    scriptId: 1,
    news: {
      kind: "planned",
      plan: { permissions: [], fingerprint: "f", isAllowed: true },
    },
  },
  {
    type: "script_news",
    scriptId: 1,
    news: {
      kind: "wrote",
      lines: [{ stream: "out", text: `vault said ${CANARY} and ${CODE}` }],
      dropped: 0,
    },
  },
  {
    type: "script_news",
    scriptId: 1,
    news: { kind: "ended", ending: { code: 0 } },
  },
  {
    type: "checked",
    checkId: 1,
    check: {
      name: "nonce",
      mark: "wrong",
      code: "nonce_mismatch",
      message: `nonce=${CANARY}`,
    },
  },
  { type: "verified", checkId: 1, outcome: "invalid" },
  { type: "check_failed", checkId: 1, problem: `id_token=${JWT}` },
];

/** What a person does beside pressing keys. */
const ACTS: readonly Message[] = [
  { type: "get", force: true },
  { type: "open_form", purpose: "new" },
  { type: "form", act: { kind: "paste", text: CANARY } },
  {
    type: "form",
    act: { kind: "edit", edit: { kind: "insert", text: CANARY } },
  },
  {
    type: "form",
    act: {
      kind: "edit_hidden",
      edit: { kind: "insert", text: HiddenText.of(CANARY) },
    },
  },
  {
    type: "form",
    act: { kind: "edit_hidden", edit: { kind: "delete_word" } },
  },
  { type: "form", act: { kind: "move", distance: "next" } },
  { type: "edit", edit: { kind: "insert", text: CANARY } },
  { type: "submit" },
  { type: "open_palette" },
  { type: "start_filter" },
  { type: "run_script", path: "/s/who.ts" },
  { type: "allow_script", remember: true },
  { type: "copy_script" },
];

const KEYS = "jkgGxyn/:,!?rvdlh2 ".split("").concat(
  ...["enter", "escape", "up", "down", "backspace", "left", "pagedown"],
);

type Done = { readonly key: string } | { readonly message: Message };

const done: fc.Arbitrary<Done> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KEYS).map((key) => ({ key })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...NEWS, ...ACTS)
      .map((message) => ({ message })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: NOON, max: NOON + 9 * MINUTE })
      .map((now): Done => ({ message: { type: "tick", now } })),
  },
);

const INITIAL = {
  now: NOON,
  size: { columns: 80, rows: 24 },
  timeZone: "UTC",
  banner: "sandbox",
};

/** Records what is done, and tells where it led. */
function record(all: readonly Done[]) {
  let text = "";
  const recorder = createRecorder(
    { program: "1", write: (line) => text += `${line}\n` },
    {
      initial: INITIAL,
      look: { color: true, ascii: false },
      onEnd: assert.fail,
    },
  );
  const flows = FLOWS.map(({ name, summary }) => ({ name, summary }));
  let state = initialState({ ...INITIAL, flows });
  for (const one of all) {
    const message = "message" in one ? one.message : messageOf({
      type: "key",
      name: one.key,
      ...([...one.key].length === 1 ? { text: one.key } : {}),
    }, state);
    if (message === undefined) continue;
    const fresh = freshOf(message);
    recorder.take(state, fresh);
    state = update(state, fresh)[0];
  }
  return { text, state };
}

/** Each reading of the profiles makes a list of its own. */
function freshOf(message: Message): Message {
  return message.type === "profiles_loaded"
    ? { ...message, profiles: [...message.profiles] }
    : message;
}

/** A state without its texts: how long each of them is. */
function shapeOf(value: unknown): unknown {
  const shape = (one: unknown): unknown =>
    typeof one === "string"
      ? splitGraphemes(one).length
      : Array.isArray(one)
      ? one.map(shape)
      : typeof one === "object" && one !== null
      ? Object.entries(one).map((
        [name, member],
      ) => [name.length, shape(member)])
      : one;
  return shape(encodeValue(value, { text: (text) => text, secret: () => {} }));
}

function assertNoSecret(text: string): void {
  for (const secret of SECRETS) assert.ok(!text.includes(secret), secret);
  assert.doesNotMatch(text, /"ends":\["[^•]/);
}

const BEGINNING: readonly Done[] = [
  { message: { type: "profiles_loaded", profiles: PROFILES } },
];

Deno.test({
  name: "a recording has no secret of any message, whatever the order",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.array(done, { minLength: 10, maxLength: 60 }),
        (all) => assertNoSecret(record([...BEGINNING, ...all]).text),
      ),
      { numRuns: 150 },
    );
  },
});

Deno.test({
  name:
    "every kind of message is recorded without its secrets, alone and first",
  permissions: "none",
  fn() {
    for (const message of [...NEWS, ...ACTS]) {
      assertNoSecret(record([...BEGINNING, { message }]).text);
      assertNoSecret(record([{ message }]).text);
    }
  },
});

Deno.test({
  name: "a replayed recording leads to the same state, text for placeholder",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.array(done, { minLength: 10, maxLength: 60 }),
        (all) => {
          const { text, state } = record([...BEGINNING, ...all]);
          const replayed = playAll(readRecording(text));
          const [is, was] = [shapeOf(replayed), shapeOf(state)];
          assert.deepEqual(is, was);
        },
      ),
      { numRuns: 150 },
    );
  },
});

Deno.test({
  name: "what is recorded again from a replay is the same",
  permissions: "none",
  fn() {
    const all: readonly Done[] = [
      ...BEGINNING,
      ...NEWS.map((message) => ({
        message,
      })),
    ];
    const { text } = record(all);
    const recording = readRecording(text);
    const again = record(
      recording.entries.map(({ message }) => ({ message })),
    );
    assert.deepEqual(again.text.split("\n"), text.split("\n"));
  },
});

Deno.test({
  name:
    "text that finds something in sight is recorded, and replays the search",
  permissions: "none",
  fn() {
    const search = (pasted: string): State => {
      const { text, state } = record([
        ...BEGINNING,
        { message: { type: "start_filter" } },
        { message: { type: "text_pasted", text: pasted } },
      ]);
      assert.equal(text.includes(JSON.stringify(pasted)), pasted === "prod");
      const replayed = playAll(readRecording(text));
      assert.equal(
        replayed.filter?.field.graphemes.length,
        state.filter?.field.graphemes.length,
      );
      return replayed;
    };
    assert.equal(search("prod").filter?.field.graphemes.join(""), "prod");
    assert.equal(search("hunter2").filter?.field.graphemes.join(""), "•••••••");
  },
});

Deno.test({
  name: "decodeValue() gives back what encodeValue() took",
  permissions: "none",
  fn() {
    const json = fc.jsonValue({ maxDepth: 4 }).filter((value) =>
      // Control characters are made visible on the way back.
      !/[^\x20-\x7e]/.test(JSON.stringify(value))
    );
    const plain = { text: (text: string) => text, secret: () => {} };
    fc.assert(fc.property(json, (value) => {
      const written = JSON.parse(JSON.stringify(encodeValue(value, plain)));
      // Objects of fast-check may have no prototype.
      assert.equal(JSON.stringify(decodeValue(written)), JSON.stringify(value));
    }));
    const special = new Map<string, unknown>([
      ["a", new Set(["x"])],
      ["b", { $: "secret", length: 3 }],
    ]);
    const written = JSON.parse(JSON.stringify(encodeValue(special, plain)));
    assert.deepEqual(decodeValue(written), special);
    const secrets = encodeValue([new Secret("12345"), HiddenText.of("abc")], {
      ...plain,
    });
    const [secret, hidden] = decodeValue(secrets) as [Secret, HiddenText];
    assert.equal(secret.reveal(), "•••••");
    assert.equal(hidden.count, 3);
  },
});

Deno.test({
  name: "maskAddress() keeps the names of parameters and hides their values",
  permissions: "none",
  fn() {
    assert.equal(
      maskAddress("https://a.example/p?x=abc&state=&y#code=12"),
      "https://a.example/p?x=•••&state=&•#code=••",
    );
    assert.equal(maskAddress("https://a.example/p"), "https://a.example/p");
  },
});

Deno.test({
  name:
    "maskShapes() and maskForeign() hide what looks secret, and leave words",
  permissions: "none",
  fn() {
    assert.equal(maskShapes("a eyJhbGciOi.J9.x_- b"), "a ••••••••••••••••• b");
    assert.equal(maskShapes("x code=ab12&state=z"), "x code=••••&state=•");
    assert.equal(maskShapes('{"nonce": "ab"}'), '{"nonce": "••"}');
    const words = "Trace 8f6c2f4e-1f0a-4c0e-9f52-6d5f6b1f3a10 of contoso.com";
    assert.equal(maskForeign(words), words);
    const secret = "Q~8aB".repeat(8);
    assert.equal(maskForeign(`no ${secret}!`), `no ${"•".repeat(40)}!`);
  },
});

Deno.test({
  name: "HiddenText forgets all before the cursor as one word",
  permissions: "none",
  fn() {
    let text = HiddenText.of("two words");
    text = text.edit({ kind: "left" }).edit({ kind: "delete_word" });
    assert.equal(text.reveal(), "s");
    assert.equal(text.cursor, 0);
  },
});
