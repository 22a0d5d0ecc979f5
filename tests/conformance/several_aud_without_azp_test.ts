import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token for several audiences that names no party", {
  flow: "interactive",
  idToken: {
    aud: [
      "bbbbbbbb-0000-4000-8000-000000000001",
      "bbbbbbbb-0000-4000-8000-00000000000f",
    ],
  },
  code: "id_token_invalid",
});
