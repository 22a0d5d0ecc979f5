import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("a token that lasts less than nothing", {
  token: { expires_in: -1 },
  code: "response_invalid",
});
