import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token when the authority shows no keys", {
  flow: "interactive",
  keys: () => Response.json({}),
  code: "response_invalid",
});
