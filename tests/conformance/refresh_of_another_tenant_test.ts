import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an ID token of another tenant", {
  idToken: {
    tid: "aaaaaaaa-0000-4000-8000-00000000000f",
    iss:
      "https://login.microsoftonline.com/aaaaaaaa-0000-4000-8000-00000000000f/v2.0",
  },
  code: "id_token_invalid",
});
