import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token when a web page stands where the keys should be", {
  flow: "interactive",
  keys: () => new Response("<h1>Welcome</h1>"),
  code: "response_invalid",
});
