import { refuses } from "./support/misbehaving_server.ts";

refuses("a web page in place of a code", {
  flow: "device-code",
  device: () => new Response("<h1>Welcome</h1>"),
  code: "response_invalid",
});
