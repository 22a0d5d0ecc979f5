import { refuses } from "./support/misbehaving_server.ts";

refuses("authorization_pending until the code has expired", {
  flow: "device-code",
  token: () =>
    Response.json({ error: "authorization_pending" }, { status: 400 }),
  code: "expired_token",
});
