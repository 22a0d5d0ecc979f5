import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with an empty state", {
  flow: "interactive",
  redirect: { state: "" },
  code: "state_mismatch",
});
