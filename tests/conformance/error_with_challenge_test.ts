import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that comes with a WWW-Authenticate header", {
  flow: "client-credentials",
  token: () =>
    Response.json({ error: "invalid_client" }, {
      status: 401,
      headers: { "www-authenticate": "Basic realm=x" },
    }),
  code: "authentication_refused",
});
