import { refuses } from "./support/misbehaving_server.ts";

refuses("a redirect (302)", {
  flow: "client-credentials",
  token: () => Response.redirect("https://evil.example/token", 302),
  code: "response_invalid",
});
