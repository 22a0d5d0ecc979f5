import { refuses } from "./support/misbehaving_server.ts";

refuses("a scope that is a list", {
  flow: "client-credentials",
  token: { scope: ["User.Read"] },
  code: "response_invalid",
});
