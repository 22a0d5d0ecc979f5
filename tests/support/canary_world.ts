// A world in which every secret is a canary, and in which each kind of thing
// goes wrong with as many of them in its words as possible.
import type { FakeSetting } from "../cli/fake_io.ts";
import type { Io } from "../../src/cli/io.ts";
import { PROFILES, profilesText } from "../cli/fake_io.ts";
import { PASSPHRASE } from "./certificates/encrypted_keys.ts";
import type { Reply } from "./fake_ports.ts";
import { canaryOf, CanarySet } from "./canary_secrets.ts";
import {
  CLIENT,
  entraError,
  halfHash,
  idToken,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "./tokens.ts";

/** Where a job of GitHub's asks who it is. */
export const CI_JOBS = "https://actions.example/token";

/** How a call ends. */
export const CANARY_OUTCOMES = [
  "ok",
  "refused",
  "garbled",
  "down",
  "crash",
  "broken adapters",
] as const;
/** How a call ends. */
export type CanaryOutcome = typeof CANARY_OUTCOMES[number];

/** The secrets that do not change from run to run. */
export const CANARY = {
  secret: canaryOf("client secret"),
  passphrase: canaryOf("vault passphrase"),
  password: canaryOf("user password"),
  accessToken: canaryOf("access token", true),
  refreshToken: canaryOf("refresh token", true),
  code: canaryOf("code", true),
  assertion: unsignedToken({ jti: canaryOf("client assertion"), exp: 4e9 }),
  /** The one of the test's PFX file. */
  certificatePassword: PASSPHRASE,
  /** The user's token for the API that asks on behalf of its user. */
  userToken: unsignedToken({
    jti: "a user's token, 0123456789, 0123456789, 0123456789",
    aud: CLIENT,
    scp: "access_as_user",
    exp: 4e9,
  }),
};

/** A set that knows all of {@linkcode CANARY}. */
export function canarySet(): CanarySet {
  const set = new CanarySet();
  set.add("client secret", CANARY.secret);
  set.add("vault passphrase", CANARY.passphrase);
  set.add("user password", CANARY.password);
  set.add("access token", CANARY.accessToken);
  set.add("access token", CANARY.userToken);
  set.add("refresh token", CANARY.refreshToken);
  set.add("code", CANARY.code);
  set.add("client assertion", CANARY.assertion);
  set.add("certificate password", CANARY.certificatePassword);
  return set;
}

/** Variables that hold every secret, under names that say nothing. */
export const CANARY_ENV: Readonly<Record<string, string>> = {
  S: CANARY.secret,
  P: CANARY.password,
  R: CANARY.refreshToken,
  J: CANARY.assertion,
  U: CANARY.userToken,
  W: CANARY.certificatePassword,
};

const WHO = { tenant: TENANT, clientId: CLIENT };

/** A profile of each kind. */
export const CANARY_PROFILES = {
  [PROFILES]: profilesText([
    { name: "work", ...WHO, scopes: ["User.Read"], flow: "device-code" },
    {
      name: "app",
      ...WHO,
      scopes: ["https://graph.microsoft.com/.default"],
      clientSecret: "env:S",
    },
  ]),
};

/** What a server repeats of a request: as it was sent, and as it was meant. */
function reflection(form: URLSearchParams, headers = new Headers()): string {
  const values = [...form.values(), ...headers.values()].join(" ");
  return `AADSTS7000215: You sent ${values} as ${form}`;
}

/** The refusal of a server that repeats all that it was sent. */
export function refusalOf(form: URLSearchParams, headers?: Headers): Response {
  const text = reflection(form, headers);
  return entraError("invalid_client", {
    code: 7000215,
    status: 401,
    error_description: text,
    suberror: text,
    claims: text,
    trace_id: text,
    correlation_id: text,
    timestamp: text,
    error_uri: text,
  });
}

function answerFor(
  outcome: CanaryOutcome,
  { form, headers, fresh }: {
    readonly form: URLSearchParams;
    readonly headers: Headers;
    readonly fresh: () => Response;
  },
): Response | Error {
  switch (outcome) {
    case "ok":
      return fresh();
    case "refused":
      return refusalOf(form, headers);
    case "garbled":
      return new Response(
        `{"token_type":"Bearer","access_token":"${CANARY.accessToken}","refresh_token":"${CANARY.refreshToken}`,
        { headers: { "content-type": "application/json" } },
      );
    case "down":
      return new TypeError("error sending request");
    case "crash":
    case "broken adapters":
      return new RangeError("Something is not as it should be");
  }
}

function broken(): Promise<never> {
  return Promise.reject(new RangeError("Something is not as it should be"));
}

/** Nothing that is loaded late works. */
const BROKEN: Partial<Io> = {
  ports: broken,
  storage: broken,
  records: broken,
};

/** How long a token of this world lives, in seconds. */
const LIFE = 3600;

/**
 * Makes the world of one run: its network, its browser, its other programs.
 *
 * @param outcome How the token endpoint ends.
 * @param set Learns the tokens that the run is given.
 * @returns Settings of the run.
 */
export function canaryWorld(
  outcome: CanaryOutcome,
  set: CanarySet,
): FakeSetting {
  let nonce = "";
  const identity = (claims: Record<string, unknown> = {}) =>
    set.add("ID token", idToken({ ...nonce ? { nonce } : {}, ...claims }));
  const fresh = () =>
    tokenAnswer({
      expires_in: LIFE,
      access_token: CANARY.accessToken,
      refresh_token: CANARY.refreshToken,
      id_token: identity(),
    });
  const reply: Reply = ({ url, headers }, form) => {
    if (outcome === "ok" && url.startsWith(CI_JOBS)) {
      return Response.json({ value: CANARY.assertion });
    }
    if (!url.endsWith("/devicecode")) {
      return answerFor(outcome, { form, headers, fresh });
    }
    return Response.json({
      device_code: CANARY.code,
      user_code: "ABCD-EFGH",
      verification_uri: "https://microsoft.com/devicelogin",
      expires_in: 900,
      interval: 5,
      message: `Enter it, not ${CANARY.code}`,
    });
  };
  return {
    ...outcome === "broken adapters" ? { replace: BROKEN } : {},
    env: CANARY_ENV,
    files: CANARY_PROFILES,
    password: CANARY.password,
    replies: Array.from({ length: 400 }, () => reply),
    command: () => ({
      type: "ended",
      success: outcome === "ok",
      stdout: outcome === "ok"
        ? JSON.stringify({
          accessToken: CANARY.accessToken,
          expires_on: 1_800_000_000,
        })
        : CANARY.userToken,
      stderr: `ERROR: Cannot use ${CANARY.userToken}`,
    }),
    visit(url) {
      nonce = url.searchParams.get("nonce") ?? "";
      const type = url.searchParams.get("response_type") ?? "";
      const state = url.searchParams.get("state") ?? "";
      const wants = (word: string) => type.split(" ").includes(word);
      const token = wants("token")
        ? {
          access_token: CANARY.accessToken,
          token_type: "Bearer",
          expires_in: String(LIFE),
        }
        : {};
      const hashes = {
        ...wants("code") ? { c_hash: halfHash(CANARY.code) } : {},
        ...wants("token") ? { at_hash: halfHash(CANARY.accessToken) } : {},
      };
      return {
        state,
        ...wants("code") ? { code: CANARY.code } : {},
        ...token,
        ...wants("id_token") ? { id_token: identity(hashes) } : {},
      };
    },
  };
}
