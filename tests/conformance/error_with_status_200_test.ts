import { refuses } from "./support/misbehaving_server.ts";

refuses("an error with the status 200", {
  flow: "client-credentials",
  token: () => Response.json({ error: "invalid_client" }),
  code: "authentication_refused",
});
