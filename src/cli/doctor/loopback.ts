import type { FamilyFacts, ListenFacts } from "../../adapters/diagnosis/mod.ts";
import { type Finding, finding } from "./finding.ts";

const WHY: Readonly<Record<Exclude<FamilyFacts, "listens">, string>> = {
  missing: "this machine does not have that address",
  taken: "somebody else holds its ports",
  denied: "it is not permitted",
  failed: "the system refuses it",
};

const OTHER_FLOW =
  "Use the device-code flow, which needs no port: entrada get-token -f device-code";

function fixOf(facts: FamilyFacts, address: string): string {
  if (facts === "denied") {
    return `Start Entrada with --allow-net, or with ${address} among what it names`;
  }
  return OTHER_FLOW;
}

/**
 * Judges whether a browser's answer can come back to this machine.
 *
 * @param facts What came of listening.
 * @returns The findings.
 */
export function judgeLoopback(
  { ipv4, ipv6 }: ListenFacts,
): readonly Finding[] {
  const details = { ipv4, ipv6 };
  if (ipv4 !== "listens") {
    return [finding("loopback_unavailable", "error", {
      message:
        `Nothing can listen on 127.0.0.1, so no browser sign-in can come back: ${
          WHY[ipv4]
        }`,
      fix: fixOf(ipv4, "127.0.0.1"),
      details,
    })];
  }
  if (ipv6 === "listens") {
    return [finding("loopback_listens", "ok", {
      message: "A free port can be listened on, on 127.0.0.1 and on ::1",
      details,
    })];
  }
  if (ipv6 === "missing") {
    return [finding("loopback_ipv6_missing", "note", {
      message:
        "Only 127.0.0.1 can be listened on: this machine has no IPv6, which is no obstacle",
      details,
    })];
  }
  return [finding("loopback_unavailable", "warning", {
    message: `127.0.0.1 can be listened on, but not ::1 on the same port: ${
      WHY[ipv6]
    }; a browser may take localhost for either`,
    fix: fixOf(ipv6, "[::1]"),
    details,
  })];
}
