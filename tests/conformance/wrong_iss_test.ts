import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token of another issuer", {
  flow: "interactive",
  idToken: { iss: "https://login.example/v2.0" },
  code: "id_token_invalid",
});
