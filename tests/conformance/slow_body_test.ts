import { refuses } from "./support/misbehaving_server.ts";

refuses("a body that does not come in time", {
  flow: "client-credentials",
  token: () =>
    new Response(
      new ReadableStream({
        start: (controller) =>
          controller.error(new DOMException("too slow", "TimeoutError")),
      }),
    ),
  code: "timed_out",
});
