import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that was changed after it was signed", {
  flow: "interactive",
  signing: "tampered",
  code: "id_token_invalid",
});
