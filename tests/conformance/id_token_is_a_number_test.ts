import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token that is a number", {
  flow: "interactive",
  token: { id_token: 7 },
  code: "id_token_invalid",
});
