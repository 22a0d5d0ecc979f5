import { refuses } from "./support/misbehaving_server.ts";

refuses("a user code that is a number", {
  flow: "device-code",
  device: { user_code: 123456 },
  code: "response_invalid",
});
