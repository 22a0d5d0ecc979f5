import { refuses } from "./support/misbehaving_server.ts";

refuses("a refresh token that is an object", {
  flow: "device-code",
  token: { refresh_token: {} },
  code: "response_invalid",
});
