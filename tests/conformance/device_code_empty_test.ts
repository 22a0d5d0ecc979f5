import { refuses } from "./support/misbehaving_server.ts";

refuses("an empty device code", {
  flow: "device-code",
  device: { device_code: "" },
  code: "response_invalid",
});
