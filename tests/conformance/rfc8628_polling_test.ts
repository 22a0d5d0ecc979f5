import { accepts } from "./support/misbehaving_server.ts";
import assert from "node:assert/strict";

const says = (error: string) => () => Response.json({ error }, { status: 400 });

// RFC 8628, 3.2: the example's answer; without `interval` a client waits five seconds.
const EXAMPLE = {
  device_code: "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
  user_code: "WDJB-MJHT",
  verification_uri: "https://example.com/device",
  verification_uri_complete: "https://example.com/device?user_code=WDJB-MJHT",
  expires_in: 1800,
};

accepts("the example of RFC 8628, waiting as section 3.5 says", {
  flow: "device-code",
  device: { ...EXAMPLE, interval: 5 },
  polls: [
    says("authorization_pending"),
    says("slow_down"),
    says("authorization_pending"),
    says("slow_down"),
    {},
  ],
  check: (_token, ports) =>
    assert.deepEqual(ports.clock.slept, [5000, 5000, 10_000, 10_000, 15_000]),
});

accepts("the example of RFC 8628 without an interval", {
  flow: "device-code",
  device: { ...EXAMPLE, interval: undefined },
  polls: [says("slow_down"), {}],
  check: (_token, ports) => assert.deepEqual(ports.clock.slept, [5000, 10_000]),
});
