import { refuses } from "./support/misbehaving_server.ts";

refuses("authorization_declined, as Entra calls the user's no", {
  flow: "device-code",
  token: () =>
    Response.json({ error: "authorization_declined" }, { status: 400 }),
  code: "access_denied",
});
