import { entraError } from "../support/tokens.ts";
import { APP_CALL, DEVICE, deviceStart, env, WHO } from "./calls.ts";
import { type FailureCase, testFailure } from "./failure_case.ts";
import type { FakeSetting } from "./fake_io.ts";

const html = () =>
  new Response("<html>Sign in to the hotel</html>", {
    headers: { "content-type": "text/html" },
  });

const LUCK: readonly (Omit<FailureCase, "replies"> & {
  readonly replies: () => NonNullable<FakeSetting["replies"]>;
})[] = [
  {
    what: "an unknown tenant",
    argv: APP_CALL,
    env,
    replies: () => [entraError("invalid_request", { code: 90002 })],
    code: 3,
    says: /./,
    hints: /./,
  },
  {
    what: "a wrong secret",
    argv: APP_CALL,
    env,
    replies:
      () => [entraError("invalid_client", { code: 7000215, status: 401 })],
    code: 3,
    says: /./,
    hints: /secret/i,
  },
  {
    what: "a sign-in that the user declined",
    argv: DEVICE,
    replies: () => [
      deviceStart(),
      entraError("authorization_declined", { code: 70019 }),
    ],
    code: 3,
    says: /./,
    hints: /./,
  },
  {
    what: "a code that expired",
    argv: DEVICE,
    replies:
      () => [deviceStart(), entraError("expired_token", { code: 70020 })],
    code: 5,
    says: /./,
    hints: /./,
  },
  {
    what: "no network",
    argv: APP_CALL,
    env,
    replies: () => [
      new TypeError("refused"),
      new TypeError("refused"),
      new TypeError("refused"),
    ],
    code: 4,
    says: /./,
    hints: /./,
  },
  {
    what: "a server that is broken",
    argv: APP_CALL,
    env,
    replies: () =>
      [500, 500, 500].map((status) => new Response("oops", { status })),
    code: 4,
    says: /./,
    hints: /./,
  },
  {
    what: "a page instead of an answer",
    argv: APP_CALL,
    env,
    replies: () => [html(), html(), html()],
    code: 4,
    says: /./,
    hints: /./,
  },
  {
    what: "a step that needs the user",
    argv: APP_CALL,
    env,
    replies: () => [entraError("interaction_required", { code: 50076 })],
    code: 6,
    says: /./,
    hints: /./,
  },
  {
    what: "--no-interaction where the user is needed",
    argv: [...DEVICE, "--no-interaction"],
    replies: () => [],
    code: 6,
    says: /without asking the user/,
    hints: /sign in/,
  },
  {
    what: "a pasted answer that never comes",
    argv: [
      "get-token",
      ...WHO,
      "-s",
      "User.Read",
      "-f",
      "code",
      "--redirect-uri",
      "https://app.example/cb",
    ],
    realRedirect: true,
    replies: () => [],
    code: 6,
    says: /standard input has ended/,
    hints: /pipe the address in/,
  },
];

for (const { replies, ...rest } of LUCK) {
  testFailure({ ...rest, replies: replies() });
}
