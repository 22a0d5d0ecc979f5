import { refuses } from "./support/misbehaving_server.ts";

refuses("a redirect in place of a code", {
  flow: "device-code",
  device: () => Response.redirect("https://evil.example/devicecode"),
  code: "response_invalid",
});
