import { refuses } from "./support/misbehaving_server.ts";

refuses("the web page of a gateway", {
  flow: "client-credentials",
  token: () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
  code: "server_error",
});
