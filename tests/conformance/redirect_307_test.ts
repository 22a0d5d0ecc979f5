import { refuses } from "./support/misbehaving_server.ts";

refuses("a redirect that would carry the secret along (307)", {
  flow: "client-credentials",
  token: () => Response.redirect("https://evil.example/token", 307),
  code: "response_invalid",
});
