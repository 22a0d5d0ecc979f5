import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is bound to no access token", {
  flow: "implicit",
  idToken: { at_hash: undefined },
  code: "id_token_invalid",
});
