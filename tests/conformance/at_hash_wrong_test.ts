import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token for another access token", {
  flow: "implicit",
  idToken: { at_hash: "77QmUPtjPfzWtF2AnpK9RQ" },
  code: "id_token_invalid",
});
