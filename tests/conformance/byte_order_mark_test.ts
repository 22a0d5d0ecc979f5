import { accepts } from "./support/misbehaving_server.ts";

accepts("JSON after a byte order mark", {
  flow: "client-credentials",
  token: () =>
    new Response(
      new TextEncoder().encode(
        '\uFEFF{"access_token":"the-access-token-of-the-server","token_type":"Bearer","expires_in":1}',
      ),
    ),
});
