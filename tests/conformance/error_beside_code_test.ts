import { refuses } from "./support/misbehaving_server.ts";

refuses("an error beside a code", {
  flow: "interactive",
  redirect: { error: "server_error" },
  code: "server_error",
});
