import { refuses } from "./support/misbehaving_server.ts";

refuses("a form in place of JSON", {
  flow: "client-credentials",
  token: () => new Response("access_token=t&token_type=Bearer"),
  code: "response_invalid",
});
