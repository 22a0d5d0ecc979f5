import { accepts } from "./support/misbehaving_server.ts";

accepts("members that nobody knows", {
  flow: "client-credentials",
  token: { surprise: { deep: [1, 2, 3] }, "": null },
});
