import { refuses } from "./support/misbehaving_server.ts";

refuses("a code that does not say how long it lives", {
  flow: "device-code",
  device: { expires_in: undefined },
  code: "response_invalid",
});
