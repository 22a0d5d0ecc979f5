import { refuses } from "./support/misbehaving_server.ts";

refuses('a code that lives "long"', {
  flow: "device-code",
  device: { expires_in: "long" },
  code: "response_invalid",
});
