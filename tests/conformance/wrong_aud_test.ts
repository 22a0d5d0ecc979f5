import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token for another client", {
  flow: "interactive",
  idToken: { aud: "bbbbbbbb-0000-4000-8000-00000000000f" },
  code: "id_token_invalid",
});
