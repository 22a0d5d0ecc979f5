import { refuses } from "./support/misbehaving_server.ts";

refuses("an access token in a fragment that is no bearer token", {
  flow: "implicit",
  redirect: { token_type: "mac" },
  code: "response_invalid",
});
