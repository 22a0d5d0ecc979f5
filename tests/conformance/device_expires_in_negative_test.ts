import { refuses } from "./support/misbehaving_server.ts";

refuses("a code that expired long ago", {
  flow: "device-code",
  device: { expires_in: -900 },
  code: "response_invalid",
});
