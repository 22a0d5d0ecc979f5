import { refuses } from "./support/misbehaving_server.ts";

refuses("a token without a type", {
  flow: "client-credentials",
  token: { token_type: undefined },
  code: "response_invalid",
});
