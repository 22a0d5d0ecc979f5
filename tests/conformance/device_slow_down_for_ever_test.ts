import { refuses } from "./support/misbehaving_server.ts";

refuses("slow_down until the code has expired", {
  flow: "device-code",
  token: () => Response.json({ error: "slow_down" }, { status: 400 }),
  code: "expired_token",
});
