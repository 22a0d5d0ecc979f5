import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token of the issuer of v1 tokens", {
  flow: "interactive",
  idToken: {
    iss: "https://sts.windows.net/aaaaaaaa-0000-4000-8000-000000000001/",
  },
  code: "id_token_invalid",
});
