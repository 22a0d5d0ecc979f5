import { refuses } from "./support/misbehaving_server.ts";

refuses("a front-channel ID token with another nonce", {
  flow: "hybrid",
  idToken: { nonce: "another" },
  code: "id_token_invalid",
});
