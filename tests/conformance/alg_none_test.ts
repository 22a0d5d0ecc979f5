import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose algorithm is none", {
  flow: "interactive",
  signing: "nothing",
  code: "id_token_invalid",
});
