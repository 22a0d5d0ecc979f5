import { accepts } from "./support/misbehaving_server.ts";

accepts("a poll that one odd answer interrupts", {
  flow: "device-code",
  polls: [
    () => Response.json({ error: { code: 7 } }, { status: 400 }),
    {},
  ],
});
