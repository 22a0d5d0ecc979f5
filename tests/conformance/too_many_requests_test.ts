import { refuses } from "./support/misbehaving_server.ts";

refuses("too many requests (429)", {
  flow: "client-credentials",
  token: () =>
    Response.json({}, { status: 429, headers: { "retry-after": "1" } }),
  code: "server_error",
});
