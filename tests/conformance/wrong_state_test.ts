import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with another state", {
  flow: "interactive",
  redirect: { state: "another" },
  code: "state_mismatch",
});
