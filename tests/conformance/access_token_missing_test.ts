import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer without an access token", {
  flow: "client-credentials",
  token: { access_token: undefined },
  code: "response_invalid",
});
