import { refuses } from "./support/misbehaving_server.ts";

refuses("a server that is not there", {
  flow: "client-credentials",
  token: () => new TypeError("connection refused"),
  code: "network_error",
});
