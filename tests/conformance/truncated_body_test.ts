import { refuses } from "./support/misbehaving_server.ts";

refuses("a connection that ends within the body", {
  flow: "client-credentials",
  token: () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"access_token":'));
          controller.error(new TypeError("connection closed"));
        },
      }),
    ),
  code: "network_error",
});
