import { refuses } from "./support/misbehaving_server.ts";

refuses("an address without a host", {
  flow: "device-code",
  device: { verification_uri: "/devicelogin" },
  code: "response_invalid",
});
