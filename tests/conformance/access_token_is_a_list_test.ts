import { refuses } from "./support/misbehaving_server.ts";

refuses("an access token that is a list", {
  flow: "client-credentials",
  token: { access_token: ["the-access-token-of-the-server"] },
  code: "response_invalid",
});
