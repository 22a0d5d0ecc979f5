import { refuses } from "./support/misbehaving_server.ts";

refuses("JSON of hostile depth", {
  flow: "client-credentials",
  token: () => new Response("[".repeat(200_000)),
  code: "response_invalid",
});
