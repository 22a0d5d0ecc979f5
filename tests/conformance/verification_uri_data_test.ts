import { refuses } from "./support/misbehaving_server.ts";

refuses("an address that is its own page", {
  flow: "device-code",
  device: { verification_uri: "data:text/html,hello" },
  code: "response_invalid",
});
