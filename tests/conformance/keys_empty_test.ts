import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token when the authority's key set is empty", {
  flow: "interactive",
  keys: () => Response.json({ keys: [] }),
  code: "id_token_invalid",
});
