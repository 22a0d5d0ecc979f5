import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with an empty code", {
  flow: "interactive",
  redirect: { code: "" },
  code: "response_invalid",
});
