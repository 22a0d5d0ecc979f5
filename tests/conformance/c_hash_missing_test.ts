import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is bound to no code", {
  flow: "hybrid",
  idToken: { c_hash: undefined },
  code: "id_token_invalid",
});
