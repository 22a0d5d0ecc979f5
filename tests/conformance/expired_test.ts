import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that has expired", {
  flow: "interactive",
  idToken: { exp: 1_700_000_000 },
  code: "id_token_invalid",
});
