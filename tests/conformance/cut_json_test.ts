import { refuses } from "./support/misbehaving_server.ts";

refuses("JSON that ends in the middle", {
  flow: "client-credentials",
  token: () => new Response('{"access_token":"the-acc'),
  code: "response_invalid",
});
