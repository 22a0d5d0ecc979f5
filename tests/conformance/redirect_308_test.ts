import { refuses } from "./support/misbehaving_server.ts";

refuses("a redirect for good (308)", {
  flow: "client-credentials",
  token: () => Response.redirect("https://evil.example/token", 308),
  code: "response_invalid",
});
