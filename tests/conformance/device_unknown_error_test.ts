import { refuses } from "./support/misbehaving_server.ts";

refuses("a poll's error of a name that is not known", {
  flow: "device-code",
  token: () => Response.json({ error: "moon_phase" }, { status: 400 }),
  code: "authentication_refused",
});
