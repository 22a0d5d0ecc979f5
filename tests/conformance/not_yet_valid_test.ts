import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is not valid yet", {
  flow: "interactive",
  idToken: { nbf: 4_000_000_000, exp: 4_000_003_600 },
  code: "id_token_invalid",
});
