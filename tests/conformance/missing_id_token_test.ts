import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer without an ID token", {
  flow: "interactive",
  token: { id_token: undefined },
  code: "id_token_invalid",
});
