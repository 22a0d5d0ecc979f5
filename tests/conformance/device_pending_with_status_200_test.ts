import { accepts } from "./support/misbehaving_server.ts";

accepts("a poll that is pending with the status 200", {
  flow: "device-code",
  polls: [() => Response.json({ error: "authorization_pending" }), {}],
});
