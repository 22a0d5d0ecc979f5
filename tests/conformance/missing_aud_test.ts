import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token without an audience", {
  flow: "interactive",
  idToken: { aud: undefined },
  code: "id_token_invalid",
});
