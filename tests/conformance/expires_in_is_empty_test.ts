import { refuses } from "./support/misbehaving_server.ts";

refuses("a token whose life is an empty text", {
  flow: "client-credentials",
  token: { expires_in: "" },
  code: "response_invalid",
});
