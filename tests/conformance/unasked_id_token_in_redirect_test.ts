import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer with an ID token that nobody asked for", {
  flow: "interactive",
  redirect: { id_token: "a.b.c" },
  code: "response_invalid",
});
