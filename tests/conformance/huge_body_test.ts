import { refuses } from "./support/misbehaving_server.ts";

refuses("a body of many megabytes", {
  flow: "client-credentials",
  token: { padding: "x".repeat(8 * 1024 * 1024) },
  code: "response_invalid",
});
