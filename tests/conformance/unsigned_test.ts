import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token whose signature was taken off", {
  flow: "interactive",
  signing: "stripped",
  code: "id_token_invalid",
});
