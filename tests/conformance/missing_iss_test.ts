import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token without an issuer", {
  flow: "interactive",
  idToken: { iss: undefined },
  code: "id_token_invalid",
});
