import { refuses } from "./support/misbehaving_server.ts";

refuses("a token whose life is null", {
  flow: "client-credentials",
  token: { expires_in: null },
  code: "response_invalid",
});
