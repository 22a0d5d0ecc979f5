import type { Authority } from "./authority.ts";
import { approveDevice, pendingDevice } from "./device/decision.ts";
import { challenge, revoke } from "./events.ts";
import {
  type ExternalAssertion,
  signExternalAssertion,
} from "./external/issuer.ts";
import type { RecordedRequest, Recorder } from "./recorder.ts";
import { refusal } from "./refusals.ts";
import type { ScriptedOutcome, ScriptQueue } from "./script.ts";

/** What tests and demos do to a running sandbox. The same is served under `/_sandbox/`. */
export interface SandboxControl {
  /**
   * Every request seen since the start or the last reset, in order, secrets redacted.
   *
   * @returns copies; the control API's own requests are not among them
   */
  requests(): readonly RecordedRequest[];
  /**
   * Approves a device code as a user, as if they had gone through the pages.
   *
   * @param userCode code shown by the client, in any case
   * @param username user name; the first user of the tenant when left out
   * @throws {Error} when the code or user is unknown, or the code was decided before
   */
  approveDevice(userCode: string, username?: string): void;
  /**
   * Declines a device code.
   *
   * @param userCode code shown by the client, in any case
   * @throws {Error} when the code is unknown or was decided before
   */
  denyDevice(userCode: string): void;
  /**
   * Scripts the outcome of requests to come. Outcomes of one endpoint are used in the order given.
   *
   * @param outcomes what the next requests get
   * @throws {TypeError} names the member that is wrong
   */
  script(...outcomes: readonly ScriptedOutcome[]): void;
  /**
   * Moves the sandbox's time: codes expire, tokens age.
   *
   * @param seconds how far to move it; negative moves it back
   * @throws {RangeError} when it is not a finite number, or the time would be more than 100 years off
   */
  advanceClock(seconds: number): void;
  /**
   * Signs new tokens with a key that no keys document has shown yet, as Entra's keys roll. The key before stays
   * in the document until the next turn.
   */
  rotateKeys(): void;
  /**
   * Asks for newer tokens: APIs challenge the tokens of before, of clients that declared `cp1`. Refresh tokens
   * stay good.
   *
   * @param subject user name, or the id of a client that asks for itself
   * @throws {Error} when nobody has that name
   */
  challenge(subject: string): void;
  /**
   * Takes back all that a user gave: sessions and refresh tokens end, and APIs challenge the tokens.
   *
   * @param username user name
   * @throws {Error} when nobody has that name
   */
  revoke(username: string): void;
  /**
   * Makes an assertion of the sandbox's external issuer, for a federated credential.
   *
   * @param assertion subject, audience and life in seconds
   * @returns a signed JWT
   */
  externalAssertion(assertion: ExternalAssertion): Promise<string>;
  /** Forgets sessions, codes, tokens, consents, scripts, recorded requests, turned keys and the moved time. */
  reset(): void;
}

export function createControl(
  authority: Authority,
  { recorder, scripts }: { recorder: Recorder; scripts: ScriptQueue },
): SandboxControl {
  const { clock, store, keys } = authority;
  return {
    requests: () => recorder.list(),
    approveDevice: (userCode, username) =>
      approveAs(authority, { userCode, username }),
    denyDevice(userCode) {
      pendingDevice(authority, userCode).state = "declined";
    },
    script(...outcomes) {
      scripts.add(outcomes);
    },
    advanceClock(seconds) {
      if (!Number.isFinite(seconds)) {
        throw new RangeError(
          "Cannot move the clock: the seconds are not a finite number",
        );
      }
      clock.advance(seconds);
    },
    rotateKeys: () => keys.rotate(),
    challenge: (subject) => challenge(authority, subject),
    revoke: (username) => revoke(authority, username),
    externalAssertion: (assertion) =>
      signExternalAssertion(authority, assertion),
    reset() {
      keys.reset();
      store.clear();
      scripts.clear();
      recorder.clear();
      clock.reset();
    },
  };
}

function approveAs(
  authority: Authority,
  { userCode, username }: { userCode: string; username: string | undefined },
): void {
  const { directory } = authority;
  const record = pendingDevice(authority, userCode);
  const user = username === undefined
    ? directory.members(record)[0]
    : directory.user(username);
  if (user === undefined) {
    throw refusal(50034, { username: username ?? "", tenant: record.path.key });
  }
  approveDevice(authority, { record, user });
}
