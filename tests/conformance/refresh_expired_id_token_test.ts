import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an ID token that has expired", {
  idToken: { exp: 1_700_000_000 },
  code: "id_token_invalid",
});
