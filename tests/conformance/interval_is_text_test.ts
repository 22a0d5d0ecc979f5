import { refuses } from "./support/misbehaving_server.ts";

refuses("an interval that is a word", {
  flow: "device-code",
  device: { interval: "soon" },
  code: "response_invalid",
});
