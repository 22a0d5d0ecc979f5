import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that does not say when it was issued", {
  flow: "interactive",
  idToken: { iat: undefined },
  code: "id_token_invalid",
});
