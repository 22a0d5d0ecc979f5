import {
  CLIENT,
  entraError,
  idToken,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";

/** What no output may ever have in it. */
export const SECRET = "s3cr3t~value";
/** The scope of an application's calls. */
export const GRAPH = "https://graph.microsoft.com/.default";
/** A tenant and a client, as options. */
export const WHO = ["-t", TENANT, "--client-id", CLIENT];
/** The application gets a token for itself; the secret is in `env`. */
export const APP = ["get-token", ...WHO, "--client-secret-env", "S"];
/** The same with a scope. */
export const APP_CALL = [...APP, "-s", GRAPH];
/** Ada gets a token by a device code. */
export const DEVICE = [
  "get-token",
  ...WHO,
  "-s",
  "User.Read",
  "-f",
  "device-code",
];
/** Where the application's secret is. */
export const env = { S: SECRET };

/** A device sign-in begins. */
export const deviceStart = () =>
  Response.json({
    device_code: "the-device-code",
    user_code: "ABCD-EFGH",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: 900,
    interval: 5,
    message: "ignored",
  });

/** The user has not finished yet. */
export const pending = () =>
  entraError("authorization_pending", { code: 70016 });

/** A device sign-in that Ada finishes at the second poll. */
export const deviceReplies = () => [
  deviceStart(),
  pending(),
  tokenAnswer({ id_token: idToken(), refresh_token: "the-refresh-token" }),
];
