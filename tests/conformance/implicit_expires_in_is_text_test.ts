import { refuses } from "./support/misbehaving_server.ts";

refuses('an access token in a fragment that lasts "soon"', {
  flow: "implicit",
  redirect: { expires_in: "soon" },
  code: "response_invalid",
});
