import assert from "node:assert/strict";
import { paletteEntries } from "../../../src/tui/document/palette.ts";
import { checkUserKeys } from "../../../src/tui/keys/check_user_keys.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { withKeys } from "../../../src/tui/keys/key_words.ts";
import { KEYMAP } from "../../../src/tui/keys/keymap.ts";
import type { PaletteEntry } from "../../../src/tui/state/palette.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { contextOf, frontOverlay } from "../../../src/tui/state/select.ts";
import { targetOf } from "../../../src/tui/state/target.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function entry(state: State, id: string): PaletteEntry | undefined {
  return paletteEntries(state).find((one) => one.id === id);
}

/** Does what the palette does with an entry. */
function chosen(state: State, id: string): State {
  const found = entry(state, id);
  assert.ok(found !== undefined, id);
  assert.equal(found.reason, undefined);
  return states.play(state, found.message);
}

test("the palette makes a profile from the token, the coach and the log", () => {
  const log = states.play(states.home(), { type: "open_log" });
  for (const state of [states.token(), states.failed(), log]) {
    const { screen } = chosen(state, "profiles.new");
    assert.equal(screen.kind, "form");
  }
});

test("the palette looks closer at the token of the selected profile, from the list", () => {
  const asked = chosen(states.home(), "token.why");
  assert.equal(asked.screen.kind, "token");
  assert.equal(frontOverlay(asked)?.kind, "ask");
  assert.equal(contextOf(chosen(states.home(), "token.filter")), "filter");
});

test("the palette lists what only another place has, and says where that is", () => {
  const home = states.home();
  assert.equal(
    entry(home, "device.copy_code")?.reason,
    "Only while a device code is shown",
  );
  assert.equal(
    entry(home, "trace.step")?.reason,
    "Only in the trace: T opens it",
  );
  const none = { ...home, tokens: new Map() };
  assert.equal(
    entry(none, "token.verify")?.reason,
    "There is no token to look at yet",
  );
  assert.equal(
    entry(states.device(), "profiles.new")?.reason,
    "A sign-in is running: Esc cancels it",
  );
});

test("the palette has no two entries of one name", () => {
  const log = states.play(states.home(), { type: "open_log" });
  for (
    const state of [states.home(), states.token(), states.device(), log]
  ) {
    const labels = paletteEntries(state).map(({ label }) => label);
    assert.equal(new Set(labels).size, labels.length);
  }
});

test("do_at does nothing where nobody can go", () => {
  const device = states.device();
  const message = { type: "open_form", purpose: "new" } as const;
  const after = states.play(device, { type: "do_at", place: "home", message });
  assert.equal(after, device);
});

test("sentences name the keys that a person has, and not the usual ones", () => {
  const { userKeys, problems } = checkUserKeys({
    "device.new_code": ["ctrl+n"],
    "trace.open": ["Z"],
    "profiles.get": ["ctrl+g"],
  });
  assert.deepEqual(problems, []);
  const expired = states.play({ ...states.device(), userKeys }, {
    type: "run_failed",
    runId: states.device().runId,
    error: { ...states.REFUSED, code: "expired_token" },
  });
  assert.deepEqual(
    messageOf({ type: "key", name: "c", text: "c" }, expired),
    {
      type: "refuse",
      reason: "This code has expired: Ctrl+N asks for a new one",
    },
  );
  assert.equal(
    entry({ ...states.home(), userKeys }, "trace.step")?.reason,
    "Only in the trace: Z opens it",
  );
});

test("every sentence that names a key names one that there is", () => {
  const all = Object.values(KEYMAP).flat();
  const empty: State = { ...states.home(), profiles: [] };
  const named = all.flatMap(({ reason = "" }) => {
    const text = typeof reason === "string" ? reason : reason(empty);
    return [...text.matchAll(/\{([^}]*)\}/g)].map(([, id = ""]) => id);
  });
  assert.ok(named.length > 0);
  for (const id of named) {
    assert.ok(all.some((binding) => binding.id === id), id);
  }
  assert.equal(withKeys(states.home(), "{app.help} and {x}"), "? and {x}");
});

test("targetOf() takes the API and its permissions out of scopes", () => {
  assert.equal(targetOf([]), "");
  assert.equal(targetOf(["openid", "offline_access"]), "");
  assert.equal(
    targetOf(["openid", "User.Read", "Mail.Read"]),
    "graph User.Read Mail.Read",
  );
  assert.equal(
    targetOf(["https://vault.azure.net/.default"]),
    "https://vault.azure.net",
  );
  assert.equal(
    targetOf(["api://orders/Orders.Read", "api://orders/Orders.Write"]),
    "api://orders Orders.Read Orders.Write",
  );
});
