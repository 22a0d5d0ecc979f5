import { refuses } from "./support/misbehaving_server.ts";

refuses("a code without the ID token beside it", {
  flow: "hybrid",
  redirect: { id_token: undefined },
  code: "response_invalid",
});
