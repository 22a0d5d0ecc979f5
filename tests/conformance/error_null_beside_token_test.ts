import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that is null beside a token", {
  flow: "client-credentials",
  token: { error: null },
  code: "response_invalid",
});
