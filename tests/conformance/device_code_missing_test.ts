import { refuses } from "./support/misbehaving_server.ts";

refuses("a device sign-in without a device code", {
  flow: "device-code",
  device: { device_code: undefined },
  code: "response_invalid",
});
