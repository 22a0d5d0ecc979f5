import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer without a code", {
  flow: "interactive",
  redirect: { code: undefined },
  code: "response_invalid",
});
