import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that quotes the secret", {
  flow: "client-credentials",
  token: () =>
    Response.json({
      error: "invalid_client",
      error_description: "AADSTS7000215: the-secret is wrong",
    }, { status: 401 }),
  code: "authentication_refused",
});
