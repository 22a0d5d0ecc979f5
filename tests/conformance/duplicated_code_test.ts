import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with two codes", {
  flow: "interactive",
  rawRedirect: "state=STATE&code=the-code&code=another",
  code: "response_invalid",
});
