import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that a second one contradicts", {
  flow: "client-credentials",
  token: () =>
    new Response('{"error":"slow_down","error":"invalid_client"}', {
      status: 400,
    }),
  code: "authentication_refused",
});
