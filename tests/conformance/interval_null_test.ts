import { refuses } from "./support/misbehaving_server.ts";

refuses("an interval that is null", {
  flow: "device-code",
  device: { interval: null },
  code: "response_invalid",
});
