import { accepts } from "./support/misbehaving_server.ts";

accepts("the last of two access tokens", {
  flow: "client-credentials",
  token: () =>
    new Response(
      '{"access_token":"t","access_token":"the-access-token-of-the-server","token_type":"Bearer","expires_in":1}',
    ),
});
