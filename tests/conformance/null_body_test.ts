import { refuses } from "./support/misbehaving_server.ts";

refuses("a body that is null", {
  flow: "client-credentials",
  token: () => new Response("null"),
  code: "response_invalid",
});
