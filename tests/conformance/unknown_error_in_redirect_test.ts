import { refuses } from "./support/misbehaving_server.ts";

refuses("an error of a name that is not known", {
  flow: "interactive",
  redirect: { code: undefined, error: "moon_phase" },
  code: "authentication_refused",
});
