import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token with an empty subject", {
  flow: "interactive",
  idToken: { sub: "" },
  code: "id_token_invalid",
});
