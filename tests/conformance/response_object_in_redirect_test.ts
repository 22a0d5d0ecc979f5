import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer as a signed object (JARM)", {
  flow: "interactive",
  redirect: { response: "a.b.c" },
  code: "response_invalid",
});
