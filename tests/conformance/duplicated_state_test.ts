import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with two states", {
  flow: "interactive",
  rawRedirect: "code=the-code&state=STATE&state=another",
  code: "response_invalid",
});
