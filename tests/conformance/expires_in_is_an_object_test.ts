import { refuses } from "./support/misbehaving_server.ts";

refuses("a token whose life is an object", {
  flow: "client-credentials",
  token: { expires_in: { seconds: 3600 } },
  code: "response_invalid",
});
