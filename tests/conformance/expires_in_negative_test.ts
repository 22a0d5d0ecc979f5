import { refuses } from "./support/misbehaving_server.ts";

refuses("a token that lasts less than nothing", {
  flow: "client-credentials",
  token: { expires_in: -1 },
  code: "response_invalid",
});
