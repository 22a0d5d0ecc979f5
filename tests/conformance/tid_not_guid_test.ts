import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose tenant is no GUID", {
  flow: "interactive",
  idToken: {
    tid: "contoso",
    iss: "https://login.microsoftonline.com/contoso/v2.0",
  },
  code: "id_token_invalid",
});
