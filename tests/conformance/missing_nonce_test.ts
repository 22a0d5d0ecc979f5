import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token without a nonce", {
  flow: "interactive",
  idToken: { nonce: undefined },
  code: "id_token_invalid",
});
