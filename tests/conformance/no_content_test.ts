import { refuses } from "./support/misbehaving_server.ts";

refuses("no content (204)", {
  flow: "client-credentials",
  token: () => new Response(null, { status: 204 }),
  code: "response_invalid",
});
