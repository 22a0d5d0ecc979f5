import { refuses } from "./support/misbehaving_server.ts";

refuses("the web page of a wrong address", {
  flow: "client-credentials",
  token: () => new Response("<h1>Not found</h1>", { status: 404 }),
  code: "response_invalid",
});
