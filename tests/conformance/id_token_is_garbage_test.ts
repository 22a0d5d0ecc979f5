import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is no token", {
  flow: "interactive",
  signing: "garbage",
  code: "id_token_invalid",
});
