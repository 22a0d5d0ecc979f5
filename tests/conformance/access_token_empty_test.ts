import { refuses } from "./support/misbehaving_server.ts";

refuses("an empty access token", {
  flow: "client-credentials",
  token: { access_token: "" },
  code: "response_invalid",
});
