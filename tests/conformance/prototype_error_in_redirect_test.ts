import { refuses } from "./support/misbehaving_server.ts";

refuses("an error that is called like a member of every object", {
  flow: "interactive",
  redirect: { code: undefined, error: "constructor" },
  code: "authentication_refused",
});
