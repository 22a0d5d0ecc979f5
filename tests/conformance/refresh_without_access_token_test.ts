import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an answer without an access token", {
  token: { access_token: undefined },
  code: "response_invalid",
});
