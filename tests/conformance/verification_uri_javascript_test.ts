import { refuses } from "./support/misbehaving_server.ts";

refuses("an address that runs a script", {
  flow: "device-code",
  device: { verification_uri: "javascript:alert(1)" },
  code: "response_invalid",
});
