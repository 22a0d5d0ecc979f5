import { refuses } from "./support/misbehaving_server.ts";

refuses("a body that is a list", {
  flow: "client-credentials",
  token: () => Response.json([{ access_token: "t" }]),
  code: "response_invalid",
});
