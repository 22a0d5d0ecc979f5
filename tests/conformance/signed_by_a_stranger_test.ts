import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that a stranger signed under the authority's key id", {
  flow: "interactive",
  signing: "stranger",
  code: "id_token_invalid",
});
