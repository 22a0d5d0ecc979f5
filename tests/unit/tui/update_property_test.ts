import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { claimsDocument } from "../../../src/tui/document/claims.ts";
import { helpDocument } from "../../../src/tui/document/help.ts";
import { logDocument } from "../../../src/tui/document/log.ts";
import { profileDocument } from "../../../src/tui/document/profile.ts";
import { widthOf } from "../../../src/tui/document/line.ts";
import { footerHints } from "../../../src/tui/keys/footer.ts";
import { holdToken } from "../../../src/tui/runtime/present.ts";
import { layoutOf } from "../../../src/tui/state/layout.ts";
import { shownEntries } from "../../../src/tui/state/palette.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import {
  selectedProfile,
  shownProfiles,
} from "../../../src/tui/state/select.ts";
import { shownClaims } from "../../../src/tui/state/token_panes.ts";
import { nextTickMs } from "../../../src/tui/state/ticking.ts";
import { update } from "../../../src/tui/state/update.ts";
import {
  explain,
  makeToken,
  manyProfiles,
  MINUTE,
  NOON,
  PROFILES,
} from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

const KEYS = "jkgGLrfybdunocQtxqhalciwv1234-?/ éä👩‍🚀".split("")
  .concat("enter", "escape", "up", "down", "pageup", "pagedown", "home")
  .concat(":", ",", "!", "ctrl+p", "tab", "shift+tab").concat(
    "end",
    "left",
    "right",
    "backspace",
    "delete",
    "ctrl+c",
    "ctrl+u",
  );

const key = fc.constantFrom(...KEYS).map((name) => ({
  kind: "key" as const,
  input: {
    type: "key" as const,
    name,
    ...([...name].length === 1 ? { text: name } : {}),
  },
}));

const token = makeToken();
const HELD = holdToken(token, {
  explanation: explain(token.accessToken),
  now: NOON,
});
const PASTED = states.pasted().screen;

const runId = fc.integer({ min: 0, max: 6 });
const attempt = fc.nat(20);
const at = fc.integer({ min: NOON - 99 * MINUTE, max: NOON + 99 * MINUTE });

const event = fc.oneof(
  fc.record({
    type: fc.constant("user_code" as const),
    userCode: fc.constantFrom("ABC", "HVQ5NRAYK"),
    verificationUri: fc.constant("https://microsoft.com/devicelogin"),
    expiresAt: at,
    intervalMs: fc.constant(5000),
  }),
  fc.record({ type: fc.constant("polling" as const), attempt }),
  fc.record({
    type: fc.constantFrom(
      "slow_down" as const,
      "authorization_pending" as const,
    ),
    attempt,
    intervalMs: fc.nat(60_000),
    nextPollAt: at,
  }),
  fc.record({
    type: fc.constant("connection_lost" as const),
    attempt,
    reason: fc.string(),
    nextPollAt: at,
  }),
  fc.record({
    type: fc.constant("authorization_url" as const),
    url: fc.webUrl(),
    redirectUri: fc.constantFrom("http://localhost:4000", "not a url"),
    method: fc.constantFrom("loopback" as const, "paste" as const),
  }),
  fc.record({
    type: fc.constant("browser_failed" as const),
    reason: fc.string(),
  }),
  fc.record({
    type: fc.constantFrom(
      "browser_opened" as const,
      "redirect_received" as const,
      "refreshing" as const,
    ),
  }),
);

const world: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ type: fc.constant("flow_event" as const), runId, event }),
  fc.record({ type: fc.constant("tick" as const), now: at }),
  fc.record({
    type: fc.constant("resized" as const),
    size: fc.record({ columns: fc.nat(140), rows: fc.nat(50) }),
  }),
  fc.record({
    type: fc.constant("token_acquired" as const),
    runId,
    token: fc.constant(HELD),
  }),
  fc.record({
    type: fc.constant("run_failed" as const),
    runId,
    error: fc.constantFrom(states.REFUSED, {
      ...states.REFUSED,
      code: "expired_token",
    }),
  }),
  fc.record({ type: fc.constant("paste_wanted" as const), runId }),
  fc.record({ type: fc.constant("text_pasted" as const), text: fc.string() }),
  fc.constant<Message>(
    PASTED.kind === "token"
      ? { type: "token_pasted", token: PASTED.token }
      : { type: "open_help" },
  ),
  fc.nat(30).map((count): Message => ({
    type: "profiles_loaded",
    profiles: manyProfiles(count),
  })),
  fc.record({
    type: fc.constant("kept_found" as const),
    listId: fc.nat(5),
    names: fc.subarray(PROFILES.map(({ name }) => name)),
    tokens: fc.constant(new Map([["graph-dev", HELD]])),
  }),
  fc.record({
    type: fc.constant("protection_known" as const),
    protection: fc.constantFrom(states.KERNEL, states.PLAINTEXT),
  }),
  fc.record({ type: fc.constant("warned" as const), text: fc.string() }),
  fc.record({
    type: fc.constant("logged_out" as const),
    profile: fc.constantFrom("graph-dev", "nobody"),
    had: fc.boolean(),
  }),
);

const step = fc.oneof(
  { weight: 3, arbitrary: key },
  {
    weight: 2,
    arbitrary: world.map((message) => ({ kind: "world" as const, message })),
  },
);

function assertValid(state: State): void {
  const { body } = layoutOf(state.size);
  const shown = shownProfiles(state);
  assert.ok(state.selected >= 0);
  assert.ok(state.selected < Math.max(1, shown.length));
  assert.equal(shown.length > 0, selectedProfile(state) !== undefined);
  assert.ok(state.run === undefined || state.run.id === state.runId);
  const wait = nextTickMs(state);
  assert.ok(wait === undefined || wait > 0);
  const field = state.screen.kind === "browser"
    ? state.screen.field
    : state.filter?.field;
  if (field !== undefined) {
    assert.ok(field.cursor >= 0 && field.cursor <= field.graphemes.length);
  }
  for (const overlay of state.overlays) {
    if (overlay.kind === "menu") {
      assert.ok(overlay.entries[overlay.selected] !== undefined);
    } else if (overlay.kind === "palette") {
      const count = shownEntries(overlay).length;
      assert.ok(overlay.selected < Math.max(1, count));
    } else if (overlay.kind === "help") {
      // A window that grows makes the text shorter; the next move, and each
      // drawing, keep to what is there.
      assert.ok(Number.isInteger(overlay.scroll) && overlay.scroll >= 0);
      assert.ok(helpDocument(state).length > 0 && body >= 0);
    } else if (overlay.kind === "log") {
      assert.ok(overlay.scroll <= logDocument(state).length);
    }
  }
  if (state.screen.kind === "token") {
    const { pane, at } = state.screen;
    const count = shownClaims(state.screen, pane).length;
    assert.ok(at[pane] >= 0 && (pane === "raw" || at[pane] <= count));
  }
}

Deno.test({
  name: "update() keeps the state valid for every sequence of keys and news",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
        let state = states.home();
        for (const one of steps) {
          const message = one.kind === "key"
            ? messageOf(one.input, state)
            : one.message;
          if (message === undefined) continue;
          state = update(state, message)[0];
          assertValid(state);
        }
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "update() is not changed by any news of another run",
  permissions: "none",
  fn() {
    const begin = fc.constantFrom(
      states.home(),
      states.device(),
      states.browser("paste"),
      states.token(),
      states.failed(),
    );
    const old = world.filter((message) => "runId" in message);
    fc.assert(
      fc.property(begin, old, (state, message) => {
        fc.pre(!("runId" in message) || message.runId !== state.run?.id);
        const [after, effects] = update(state, message);
        assert.equal(after, state);
        assert.deepEqual(effects, []);
      }),
    );
  },
});

Deno.test({
  name: "documents and footer fit every width",
  permissions: "none",
  fn() {
    const { screen } = states.token();
    assert.equal(screen.kind, "token");
    if (screen.kind !== "token") return;
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 20, max: 140 }),
        (text, width) => {
          const claims = screen.token.reading.claims
            .map((claim) => ({ ...claim, name: text, value: text + text }));
          const reading = { ...screen.token.reading, claims };
          const shown = { ...screen.token, reading };
          const state = states.home({ columns: width, rows: 24 });
          const [profile] = state.profiles ?? [];
          assert.ok(profile !== undefined);
          const lines = [
            ...claimsDocument(shown, { present: state, width }),
            ...profileDocument(state, profile, { width }),
          ];
          for (const line of lines) {
            const cells = line.reduce(
              (sum, span) => sum + widthOf(span.text),
              0,
            );
            // A single character may be wider than what is left for it.
            assert.ok(cells <= width + 1, `${cells} > ${width}`);
          }
          const hints = footerHints(state, width)
            .map((hint) => `${hint.key} ${hint.short}`).join("  ");
          assert.ok(widthOf(hints) <= width || width < 30);
        },
      ),
    );
  },
});
