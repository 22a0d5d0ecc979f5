import { refuses } from "./support/misbehaving_server.ts";

refuses("a token that outlasts every calendar", {
  flow: "client-credentials",
  token: { expires_in: 1e300 },
  code: "response_invalid",
});
