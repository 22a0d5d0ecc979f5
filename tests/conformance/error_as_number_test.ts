import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that is a number", {
  flow: "client-credentials",
  token: () => Response.json({ error: 7 }, { status: 400 }),
  code: "response_invalid",
});
