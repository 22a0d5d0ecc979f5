import { accepts } from "./support/misbehaving_server.ts";

accepts("an interval in digits, as v1 writes it", {
  flow: "device-code",
  device: { interval: "7", expires_in: "900" },
});
