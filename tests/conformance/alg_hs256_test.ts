import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is signed with the public key as a secret", {
  flow: "interactive",
  signing: "HS256",
  code: "id_token_invalid",
});
