import { refuses } from "./support/misbehaving_server.ts";

refuses("an access token that is null", {
  flow: "client-credentials",
  token: { access_token: null },
  code: "response_invalid",
});
