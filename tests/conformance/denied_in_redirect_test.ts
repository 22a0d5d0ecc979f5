import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer in which the user said no", {
  flow: "interactive",
  redirect: { code: undefined, error: "access_denied" },
  code: "access_denied",
});
