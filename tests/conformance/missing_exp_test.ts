import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that never expires", {
  flow: "interactive",
  idToken: { exp: undefined },
  code: "id_token_invalid",
});
