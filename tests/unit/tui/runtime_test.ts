import assert from "node:assert/strict";
import { createStore } from "../../../src/tui/runtime/store.ts";
import { openSession } from "../../../src/tui/runtime/session.ts";
import { clean, showToken } from "../../../src/tui/runtime/present.ts";
import type { TuiServices } from "../../../src/tui/runtime/services.ts";
import { relatively } from "../../../src/tui/document/time.ts";
import { nextTickMs } from "../../../src/tui/state/ticking.ts";
import type { State } from "../../../src/tui/state/model.ts";
import {
  CLAIMS,
  explain,
  makeJwt,
  makeToken,
  MINUTE,
  NOON,
  PROFILES,
} from "../../tui/support/fixtures.ts";
import { fakeChecks } from "../../tui/support/checks.ts";
import { fakeForms } from "../../tui/support/forms.ts";
import { manualClock } from "../../tui/support/manual_clock.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function services(changes: Partial<TuiServices> = {}): TuiServices {
  return {
    profiles: () => Promise.resolve(PROFILES),
    kept: () => Promise.resolve(undefined),
    protection: () => Promise.resolve(states.KERNEL),
    logout: () => Promise.resolve(true),
    forms: fakeForms(),
    checks: fakeChecks(),
    acquire: () => {
      throw new Error("Cannot get a token");
    },
    explain,
    advise: () => Promise.reject(new Error("no advice")),
    copy: () => Promise.resolve("native"),
    openUrl: () => Promise.resolve(),
    clock: manualClock(NOON),
    ...changes,
  };
}

const SIZE = {
  size: { columns: 80, rows: 24 },
  terminal: {
    redraw: () => Promise.resolve(),
    present: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  },
};

/** Resolves with the first state that is as wanted. */
function until(
  session: ReturnType<typeof openSession>,
  wanted: (state: ReturnType<typeof session.store.getState>) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted(session.store.getState())) return;
      stop();
      resolve();
    };
    const stop = session.store.subscribe(look);
    look();
  });
}

test("createStore() runs messages in order and tells listeners once", () => {
  const seen: string[] = [];
  const store = createStore<string, string, string>({
    initial: "",
    update: (state, message) => [
      state + message,
      message === "a" ? ["again"] : [],
    ],
    runEffect: (_effect, dispatch) => dispatch("c"),
  });
  store.subscribe(() => seen.push(store.getState()));
  store.dispatch("a", "b");
  assert.deepEqual(seen, ["abc"]);
});

test("createStore() goes on after an effect has thrown", () => {
  const store = createStore<number, number, number>({
    initial: 0,
    update: (state, message) => [state + message, message === 1 ? [1] : []],
    runEffect: () => {
      throw new Error("broken");
    },
  });
  assert.throws(() => store.dispatch(1), /broken/);
  store.dispatch(2);
  assert.equal(store.getState(), 3);
});

test("openSession() shows an error that nobody can advise on", async () => {
  const session = openSession(services(), SIZE);
  await until(session, (state) => state.profiles !== undefined);
  session.send({ type: "get" });
  await until(session, (state) => state.screen.kind === "error");
  const { screen } = session.store.getState();
  assert.equal(
    screen.kind === "error" && screen.error.message,
    "Cannot get a token",
  );
  session.close();
});

test("openSession() cleans what a flow says before it is kept", async () => {
  const session = openSession(
    services({
      async *acquire(_profile, { signal }) {
        yield {
          type: "user_code",
          userCode: "A\x1b[2JB\u202eC",
          verificationUri: "https://example.com/\x1b]0;x\x07",
          expiresAt: NOON + MINUTE,
          intervalMs: 5000,
        };
        await new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason))
        );
        return makeToken();
      },
    }),
    SIZE,
  );
  await until(session, (state) => state.profiles !== undefined);
  session.send({ type: "get" });
  await until(session, (state) => state.screen.kind === "device");
  const { screen } = session.store.getState();
  assert.equal(screen.kind, "device");
  if (screen.kind !== "device") return;
  const shown = screen.userCode + screen.verificationUri;
  assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}]/u);
  session.close();
});

test("openSession() quotes a token that would end a shell command", async () => {
  const copied: string[] = [];
  const token = makeToken({ accessToken: `${makeJwt(CLAIMS)}'; rm -rf '` });
  const session = openSession(
    services({
      kept: (name) => Promise.resolve(name === "graph-dev" ? token : undefined),
      copy: (text) => {
        copied.push(text);
        return Promise.resolve("native");
      },
    }),
    SIZE,
  );
  await until(session, (state) => state.tokens.size > 0);
  session.send({ type: "copy", item: "curl" });
  await until(session, (state) => state.notice !== undefined);
  assert.match(copied[0] ?? "", /'\\''; rm -rf '\\''' "\$URL"$/);
  session.close();
});

test("openSession() survives a pasted token that cannot be read", async () => {
  const session = openSession(
    services({
      explain: () => {
        throw new Error("Cannot read the token");
      },
    }),
    SIZE,
  );
  session.paste(makeJwt(CLAIMS));
  await until(session, (state) => state.notice !== undefined);
  const { screen, notice } = session.store.getState();
  assert.equal(screen.kind, "home");
  assert.equal(notice?.text, "This token cannot be read");
  session.close();
});

test("openSession() cancels what runs when it is closed", async () => {
  let signal: AbortSignal | undefined;
  const session = openSession(
    services({
      async *acquire(_profile, options) {
        signal = options.signal;
        yield { type: "command", command: ["az"] };
        await options.paste();
        return makeToken();
      },
    }),
    SIZE,
  );
  await until(session, (state) => state.profiles !== undefined);
  session.send({ type: "get" });
  await until(session, (state) => state.run !== undefined);
  session.close();
  assert.equal(signal?.aborted, true);
});

test("showToken() shows nothing of a short token", () => {
  const jwt = makeJwt(CLAIMS);
  assert.deepEqual(showToken("short", explain(jwt)).ends, ["", ""]);
  assert.deepEqual(showToken(jwt, explain(jwt)).ends, ["eyJhbG", "s1gN"]);
});

test("showToken() survives claims that nest deeper than the stack", () => {
  const jwt = makeJwt(CLAIMS);
  let deep: unknown = "end";
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const explanation = explain(jwt);
  const shown = showToken(jwt, {
    ...explanation,
    claims: [{ name: "deep", value: deep, group: "technical" }],
  });
  assert.match(shown.reading.claims[0]?.value ?? "", /cannot be written/);
});

test("clean() reaches every text of a value", () => {
  const bad = "a\x1bb";
  const cleaned = clean({ one: bad, many: [bad, { deep: bad }], number: 1 });
  assert.doesNotMatch(JSON.stringify(cleaned), /\\u001b/);
  assert.equal(cleaned.number, 1);
});

test("nextTickMs() wakes when a label changes and sleeps when none does", () => {
  const home = states.home();
  assert.equal(nextTickMs({ ...home, tokens: new Map() }), undefined);
  assert.equal(nextTickMs(home), 1);
  const later = states.play(home, { type: "tick", now: NOON + 1 });
  assert.equal(nextTickMs(later), MINUTE);
  const device = states.device();
  assert.equal(nextTickMs(device), 1000);
  assert.equal(nextTickMs(states.play(device, { type: "quit" })), undefined);
});

test("nextTickMs() wakes a spoken code when five minutes and one minute are left, and at its end", () => {
  let state: State = { ...states.device(), screenReader: true };
  const { screen } = state;
  assert.ok(screen.kind === "device");
  const left: number[] = [];
  for (;;) {
    const wait = nextTickMs(state);
    if (wait === undefined) break;
    state = states.play(state, { type: "tick", now: state.now + wait });
    left.push(screen.expiresAt - state.now);
  }
  assert.deepEqual(left, [5 * MINUTE, MINUTE, 0]);
});

test("nextTickMs() wakes for every moment that a token tells, and not by the second", () => {
  let state: State = states.token();
  const { screen } = state;
  assert.ok(screen.kind === "token");
  const told = () =>
    screen.token.reading.claims.flatMap(({ moment }) =>
      moment === undefined ? [] : [relatively(moment, state)]
    ).join();
  const until = NOON + 20 * MINUTE;
  let wakes = 0;
  for (; state.now < until; wakes++) {
    const wait = nextTickMs(state);
    assert.ok(wait !== undefined);
    const before = told();
    const almost = state.now + wait - 1;
    assert.equal(
      screen.token.reading.claims.flatMap(({ moment }) =>
        moment === undefined
          ? []
          : [relatively(moment, { ...state, now: almost })]
      ).join(),
      before,
    );
    state = states.play(state, { type: "tick", now: state.now + wait });
  }
  assert.ok(wakes <= 60, `${wakes}`);
});
