import { refuses } from "./support/misbehaving_server.ts";

refuses("a token whose type is a number", {
  flow: "client-credentials",
  token: { token_type: 7 },
  code: "response_invalid",
});
