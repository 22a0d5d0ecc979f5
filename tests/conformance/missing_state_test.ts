import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer without a state", {
  flow: "interactive",
  redirect: { state: undefined },
  code: "state_mismatch",
});
