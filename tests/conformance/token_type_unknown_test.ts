import { refuses } from "./support/misbehaving_server.ts";

refuses("a token of a type that nobody asked for", {
  flow: "client-credentials",
  token: { token_type: "mac" },
  code: "response_invalid",
});
