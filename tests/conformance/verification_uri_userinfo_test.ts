import { refuses } from "./support/misbehaving_server.ts";

refuses("an address that hides its host behind a user name", {
  flow: "device-code",
  device: { verification_uri: "https://microsoft.com@evil.example/" },
  code: "response_invalid",
});
