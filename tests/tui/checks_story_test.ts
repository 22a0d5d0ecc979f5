import assert from "node:assert/strict";
import type { TokenCheck } from "../../src/engine/jwt/verify_result.ts";
import { CHECKS, fakeChecks, verificationOf } from "./support/checks.ts";
import { makeToken } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const kept = (name: string) =>
  Promise.resolve(
    name === "graph-dev" || name === "arm-prod" ? makeToken() : undefined,
  );

/** Opens the token of the first profile. */
async function openToken(
  services: NonNullable<Parameters<typeof openStory>[0]>["services"] = {},
) {
  const story = await openStory({ services: { kept, ...services } });
  await story.until("valid 42 min");
  story.press(KEYS.enter);
  await story.until("signature not verified");
  return story;
}

Deno.test("v shows each check when it is made, and Esc goes back to the token", async () => {
  const gate = Promise.withResolvers<void>();
  const asked: (string | undefined)[] = [];
  const checks = fakeChecks({
    async *verify(_token, { profile }) {
      asked.push(profile);
      yield* CHECKS.slice(0, 2);
      await gate.promise;
      yield* CHECKS.slice(2);
      return verificationOf(CHECKS);
    },
  });
  const story = await openToken({ checks });
  story.press("v");
  await story.until("Asking the issuer for its keys");
  gate.resolve();
  await story.until("Not valid");
  await story.until("(audience_mismatch)");
  assert.deepEqual(asked, ["graph-dev"]);
  story.press("y");
  await story.until("Copied the checks");
  assert.match(story.copied[0] ?? "", /\(issuer_microsoft\)/);
  story.press(KEYS.escape);
  await story.until("reveal");
  await leave(story);
});

Deno.test("v tells why there is no answer, and r asks again", async () => {
  let count = 0;
  const right: readonly TokenCheck[] = [{
    check: "signature",
    ok: true,
    code: "signature_valid",
    message: "Signed by the key",
  }];
  const checks = fakeChecks({
    async *verify() {
      await Promise.resolve();
      if (count++ === 0) throw REFUSED;
      yield* right;
      return verificationOf(right);
    },
  });
  const story = await openToken({ checks });
  story.press("v");
  await story.until("A Conditional Access policy");
  story.press("r");
  await story.until("Valid: the signature is right");
  await leave(story);
});

Deno.test("leaving ends a verification that is under way", async () => {
  const ended = Promise.withResolvers<void>();
  const checks = fakeChecks({
    async *verify(_token, { signal }) {
      yield* CHECKS.slice(0, 2);
      await new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => {
          ended.resolve();
          reject(signal.reason);
        })
      );
      return verificationOf([]);
    },
  });
  const story = await openToken({ checks });
  story.press("v");
  await story.until("Asking the issuer for its keys");
  await leave(story);
  await ended.promise;
});

Deno.test("no claim of a verified token acts on the terminal", async () => {
  const hostile: readonly TokenCheck[] = [{
    check: "audience",
    ok: false,
    code: "audience_mismatch",
    message: "For \u001b]0;owned\u0007\u202e",
  }];
  const checks = fakeChecks({
    async *verify() {
      await Promise.resolve();
      yield* hostile;
      return verificationOf(hostile);
    },
  });
  const story = await openToken({ checks });
  story.press("v");
  await story.until("\\u{1b}]0;owned");
  await leave(story);
});

Deno.test("d asks for the other profile and shows what differs", async () => {
  const story = await openToken({
    kept: (name) =>
      Promise.resolve(
        name === "graph-dev"
          ? makeToken()
          : name === "arm-prod"
          ? makeToken({ expiresAt: Date.UTC(2026, 10, 20, 16, 42) })
          : undefined,
      ),
  });
  story.press("d");
  await story.until("Compare with the token of");
  story.press("1");
  await story.until("3 differences");
  await story.until("2 hours later");
  story.press("y");
  await story.until("Copied the differences");
  assert.match(story.copied[0] ?? "", /^ graph-dev → arm-prod\n/);
  story.press(KEYS.escape);
  await story.until("reveal");
  await leave(story);
});

Deno.test("d tells why there is nothing to compare with", async () => {
  const story = await openToken({
    kept: (name) =>
      Promise.resolve(name === "graph-dev" ? makeToken() : undefined),
  });
  story.press("d");
  await story.until("No other profile has a token to compare with");
  await leave(story);
});
