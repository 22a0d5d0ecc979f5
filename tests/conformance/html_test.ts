import { refuses } from "./support/misbehaving_server.ts";

refuses("a web page", {
  flow: "client-credentials",
  token: () => new Response("<!DOCTYPE html><h1>Welcome</h1>"),
  code: "response_invalid",
});
