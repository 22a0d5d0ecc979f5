import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token without a subject", {
  flow: "interactive",
  idToken: { sub: undefined },
  code: "id_token_invalid",
});
