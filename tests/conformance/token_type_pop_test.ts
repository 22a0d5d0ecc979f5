import { refuses } from "./support/misbehaving_server.ts";

refuses("a proof-of-possession token that nobody asked for", {
  flow: "client-credentials",
  token: { token_type: "pop" },
  code: "response_invalid",
});
