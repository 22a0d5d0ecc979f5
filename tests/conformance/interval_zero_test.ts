import { refuses } from "./support/misbehaving_server.ts";

refuses("an interval of zero", {
  flow: "device-code",
  device: { interval: 0 },
  code: "response_invalid",
});
