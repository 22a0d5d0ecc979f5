import { refuses } from "./support/misbehaving_server.ts";

refuses("an access token that only a prototype has", {
  flow: "client-credentials",
  token: () =>
    new Response(
      '{"__proto__":{"access_token":"t","token_type":"Bearer","expires_in":1}}',
    ),
  code: "response_invalid",
});
