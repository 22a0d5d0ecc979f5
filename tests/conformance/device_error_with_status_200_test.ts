import { refuses } from "./support/misbehaving_server.ts";

refuses("an error with the status 200 in place of a code", {
  flow: "device-code",
  device: () => Response.json({ error: "invalid_client" }),
  code: "authentication_refused",
});
