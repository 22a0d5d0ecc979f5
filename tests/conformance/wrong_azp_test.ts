import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that another party asked for", {
  flow: "interactive",
  idToken: {
    aud: [
      "bbbbbbbb-0000-4000-8000-000000000001",
      "bbbbbbbb-0000-4000-8000-00000000000f",
    ],
    azp: "bbbbbbbb-0000-4000-8000-00000000000f",
  },
  code: "id_token_invalid",
});
