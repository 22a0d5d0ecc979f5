import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token of a key that the authority does not have", {
  flow: "interactive",
  signing: "unknown key",
  code: "id_token_invalid",
});
