import { refuses } from "./support/misbehaving_server.ts";

refuses("an empty body", {
  flow: "client-credentials",
  token: () => new Response(""),
  code: "response_invalid",
});
