import { refuses } from "./support/misbehaving_server.ts";

refuses("an interval that is longer than the code lives", {
  flow: "device-code",
  device: { interval: 1_000_000 },
  code: "expired_token",
});
