import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token without a tenant", {
  flow: "interactive",
  idToken: { tid: undefined },
  code: "id_token_invalid",
});
