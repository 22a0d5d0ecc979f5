import { refuses } from "./support/misbehaving_server.ts";

refuses("a negative interval", {
  flow: "device-code",
  device: { interval: -5 },
  code: "response_invalid",
});
