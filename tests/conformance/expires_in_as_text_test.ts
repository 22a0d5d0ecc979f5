import { accepts } from "./support/misbehaving_server.ts";

accepts("a life in digits, as v1 and B2C write it", {
  flow: "client-credentials",
  token: { expires_in: "3600" },
});
