import { accepts } from "./support/misbehaving_server.ts";

accepts("JSON that calls itself a web page", {
  flow: "client-credentials",
  token: () =>
    new Response(
      '{"access_token":"the-access-token-of-the-server","token_type":"Bearer","expires_in":1}',
      { headers: { "content-type": "text/html" } },
    ),
});
