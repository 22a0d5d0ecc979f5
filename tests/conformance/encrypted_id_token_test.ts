import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is encrypted", {
  flow: "interactive",
  signing: "encrypted",
  code: "id_token_invalid",
});
