import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that is an object beside a token", {
  flow: "client-credentials",
  token: { error: { code: "Forbidden" } },
  code: "response_invalid",
});
