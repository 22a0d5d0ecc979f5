import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with a token that nobody asked for", {
  flow: "interactive",
  redirect: { token: "the-access-token-of-the-server" },
  code: "response_invalid",
});
