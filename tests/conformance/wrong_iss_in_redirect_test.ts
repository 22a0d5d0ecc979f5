import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer in the name of another issuer (RFC 9207)", {
  flow: "interactive",
  redirect: { iss: "https://login.example/v2.0" },
  code: "response_invalid",
});
