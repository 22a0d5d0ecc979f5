import { refuses } from "./support/misbehaving_server.ts";

refuses("a token whose life no number can hold", {
  flow: "client-credentials",
  token: () =>
    new Response(
      '{"access_token":"t","token_type":"Bearer","expires_in":1e999}',
    ),
  code: "response_invalid",
});
