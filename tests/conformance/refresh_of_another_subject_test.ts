import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an ID token of another subject", {
  idToken: { sub: "another" },
  code: "id_token_invalid",
});
