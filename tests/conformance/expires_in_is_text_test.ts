import { refuses } from "./support/misbehaving_server.ts";

refuses('a token that lasts "soon"', {
  flow: "client-credentials",
  token: { expires_in: "soon" },
  code: "response_invalid",
});
