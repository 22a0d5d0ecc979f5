import { refuses } from "./support/misbehaving_server.ts";

refuses("JSON with something after it", {
  flow: "client-credentials",
  token: () =>
    new Response(
      '{"access_token":"t","token_type":"Bearer","expires_in":1}<!-- -->',
    ),
  code: "response_invalid",
});
