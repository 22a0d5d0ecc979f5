import { refuses } from "./support/misbehaving_server.ts";

refuses("a body that is a text", {
  flow: "client-credentials",
  token: () => Response.json("the-access-token-of-the-server"),
  code: "response_invalid",
});
