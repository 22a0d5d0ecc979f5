import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose exp is a text", {
  flow: "interactive",
  idToken: { exp: "4000000000" },
  code: "id_token_invalid",
});
