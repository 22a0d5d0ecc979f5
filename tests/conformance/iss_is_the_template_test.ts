import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose issuer is the unfilled template", {
  flow: "interactive",
  idToken: { iss: "https://login.microsoftonline.com/{tenantid}/v2.0" },
  code: "id_token_invalid",
});
