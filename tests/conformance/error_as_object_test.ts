import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that is an object, as Graph writes it", {
  flow: "client-credentials",
  token: () => Response.json({ error: { code: "Forbidden" } }, { status: 403 }),
  code: "response_invalid",
});
