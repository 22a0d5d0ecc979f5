import { refuses } from "./support/misbehaving_server.ts";

refuses("a body that is a number", {
  flow: "client-credentials",
  token: () => Response.json(42),
  code: "response_invalid",
});
