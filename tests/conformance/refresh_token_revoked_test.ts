import { refusesRefresh } from "./support/misbehaving_server.ts";

refusesRefresh("an error that says the grant is gone", {
  token: () => Response.json({ error: "invalid_grant" }, { status: 400 }),
  code: "authentication_refused",
});
