import { refuses } from "./support/misbehaving_server.ts";

refuses("a device sign-in without a user code", {
  flow: "device-code",
  device: { user_code: undefined },
  code: "response_invalid",
});
