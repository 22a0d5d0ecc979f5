import { refuses } from "./support/misbehaving_server.ts";

refuses("an error beside a token", {
  flow: "client-credentials",
  token: { error: "invalid_grant" },
  code: "authentication_refused",
});
