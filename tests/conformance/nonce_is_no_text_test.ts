import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose nonce is a number", {
  flow: "interactive",
  idToken: { nonce: 7 },
  code: "id_token_invalid",
});
