import { refuses } from "./support/misbehaving_server.ts";

refuses("a captive portal until the code has expired", {
  flow: "device-code",
  token: () => new Response("<h1>Please pay</h1>"),
  code: "expired_token",
});
