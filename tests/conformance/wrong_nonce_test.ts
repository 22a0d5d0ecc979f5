import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token with another nonce", {
  flow: "interactive",
  idToken: { nonce: "another" },
  code: "id_token_invalid",
});
