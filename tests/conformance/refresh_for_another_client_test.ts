import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an ID token for another client", {
  idToken: { aud: "bbbbbbbb-0000-4000-8000-00000000000f" },
  code: "id_token_invalid",
});
