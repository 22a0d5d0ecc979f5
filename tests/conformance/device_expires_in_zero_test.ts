import { refuses } from "./support/misbehaving_server.ts";

refuses("a code that has expired before it is shown", {
  flow: "device-code",
  device: { expires_in: 0 },
  code: "expired_token",
});
