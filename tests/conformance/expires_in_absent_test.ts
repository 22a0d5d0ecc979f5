import { refuses } from "./support/misbehaving_server.ts";

refuses("a token that does not say how long it lasts", {
  flow: "client-credentials",
  token: { expires_in: undefined },
  code: "response_invalid",
});
