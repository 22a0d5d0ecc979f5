import { refuses } from "./support/misbehaving_server.ts";

refuses("a body of blanks", {
  flow: "client-credentials",
  token: () => new Response(" \r\n "),
  code: "response_invalid",
});
