import { accepts } from "./support/misbehaving_server.ts";

accepts("a token type in lower case", {
  flow: "client-credentials",
  token: { token_type: "bearer" },
});
