import { refuses } from "./support/misbehaving_server.ts";

refuses("a device sign-in without an address", {
  flow: "device-code",
  device: { verification_uri: undefined },
  code: "response_invalid",
});
