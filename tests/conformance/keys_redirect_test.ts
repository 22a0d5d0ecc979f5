import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token when the keys are elsewhere", {
  flow: "interactive",
  keys: () => Response.redirect("https://evil.example/keys"),
  code: "response_invalid",
});
