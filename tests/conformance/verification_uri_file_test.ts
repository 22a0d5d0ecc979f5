import { refuses } from "./support/misbehaving_server.ts";

refuses("an address on this machine's disk", {
  flow: "device-code",
  device: { verification_uri: "file:///etc/passwd" },
  code: "response_invalid",
});
