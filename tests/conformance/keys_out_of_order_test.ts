import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token when the keys cannot be had", {
  flow: "interactive",
  keys: () => new Response("{}", { status: 500 }),
  code: "server_error",
});
