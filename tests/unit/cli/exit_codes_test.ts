import assert from "node:assert/strict";
import { AuthError, type AuthErrorCode } from "../../../src/engine/errors.ts";
import { EXIT, exitCodeOf } from "../../../src/cli/exit_codes.ts";
import {
  ApiError,
  ConfigurationError,
  Interruption,
  ProfileNotFoundError,
  ProgramEnded,
  StorageError,
  TokenNotValidError,
  UsageError,
} from "../../../src/cli/errors.ts";
import { SettingsError } from "../../../src/settings/settings_error.ts";

const options = { permissions: "none" } as const;

Deno.test("exitCodeOf() gives 1 to whatever it does not know", options, () => {
  for (
    const thrown of [
      undefined,
      null,
      "text",
      7,
      new Error("x"),
      new TypeError("x"),
      {},
    ]
  ) {
    assert.equal(exitCodeOf(thrown), 1);
  }
});

Deno.test("exitCodeOf() keeps the documented table", options, () => {
  const codes: Readonly<Partial<Record<AuthErrorCode, number>>> = {
    authentication_refused: 3,
    access_denied: 3,
    id_token_invalid: 3,
    state_mismatch: 3,
    network_error: 4,
    server_error: 4,
    response_invalid: 4,
    timed_out: 5,
    expired_token: 5,
    interaction_required: 6,
    token_malformed: 7,
    storage_failed: 8,
    profile_not_found: 2,
    profile_invalid: 78,
    unknown_flow: 64,
    invalid_tenant: 64,
    invalid_scope: 64,
  };
  for (const [code, expected] of Object.entries(codes)) {
    assert.equal(
      exitCodeOf(new AuthError(code as AuthErrorCode, "x")),
      expected,
      code,
    );
  }
  assert.equal(exitCodeOf(new ProfileNotFoundError("x")), 2);
  assert.equal(exitCodeOf(new TokenNotValidError("x")), 7);
  assert.equal(exitCodeOf(new StorageError("x")), 8);
  assert.equal(exitCodeOf(new UsageError("x")), 64);
  assert.equal(exitCodeOf(new ConfigurationError("x")), 78);
  assert.equal(exitCodeOf(new SettingsError("x", { hint: "y" })), 78);
  assert.equal(exitCodeOf(new Interruption("SIGINT")), 130);
  assert.equal(exitCodeOf(new Interruption("SIGTERM")), 143);
  assert.equal(exitCodeOf(new Interruption("SIGHUP")), 129);
  assert.equal(exitCodeOf(new Interruption("SIGQUIT")), 131);
});

Deno.test(
  "exitCodeOf() tells who was at fault when an API did not do it",
  options,
  () => {
    const codes = { 302: 1, 401: 3, 403: 3, 404: 1, 429: 4, 500: 4, 503: 4 };
    for (const [status, code] of Object.entries(codes)) {
      const error = new ApiError("x", { status: Number(status) });
      assert.equal(exitCodeOf(error), code, status);
    }
  },
);

Deno.test("exitCodeOf() hands on the exit code of a command", options, () => {
  assert.equal(exitCodeOf(new ProgramEnded(7)), 7);
});

Deno.test("EXIT has no code twice", options, () => {
  const codes = Object.values(EXIT);
  assert.equal(new Set(codes).size, codes.length);
});
