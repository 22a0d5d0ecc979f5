import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer that wants the user", {
  flow: "interactive",
  redirect: { code: undefined, error: "login_required" },
  code: "interaction_required",
});
