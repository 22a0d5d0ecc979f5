import type { ReachFacts } from "../../adapters/diagnosis/mod.ts";
import type { Authority } from "../../engine/entra/authority.ts";
import { type Finding, finding, type Level } from "./finding.ts";
import type { Problem } from "./problem.ts";
import type { ProxyChoice } from "./proxy.ts";
import { judgeCertificate } from "./tls.ts";

/** What was found on the way to the authority. */
export interface NetworkFacts {
  /** The authority's host, with its port where it has one. */
  readonly host: string;
  /** Why this one: `profile "work"`, say. */
  readonly reason: string;
  /** Over which proxy it is reached. */
  readonly proxy: ProxyChoice;
  /** The way to the host, or to the proxy. */
  readonly reach: ReachFacts;
  /** What the authority says of itself, or why it cannot be had. */
  readonly discovery:
    | { readonly authority: Authority; readonly elapsedMs: number }
    | { readonly problem: Problem; readonly isUnreachable: boolean };
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** People notice from here on. */
const SLOW_MS = 3_000;

function proxyFinding({ proxy, host }: NetworkFacts): Finding {
  switch (proxy.kind) {
    case "none":
      return finding("proxy", "ok", { message: "No proxy is set" });
    case "past":
      return finding("proxy", "ok", {
        message:
          `A proxy is set, and ${host} is reached past it (${proxy.variable})`,
        details: { variable: proxy.variable },
      });
    case "invalid":
      return finding("proxy_invalid", "warning", {
        message:
          `${proxy.variable} is set, but holds no address: requests go past it`,
        fix:
          `Set ${proxy.variable} to an address such as http://proxy.example:8080, or unset it`,
        details: { variable: proxy.variable },
      });
    case "used":
      return finding("proxy", "note", {
        message:
          `${host} is asked over the proxy ${proxy.address.origin} (${proxy.variable})`,
        fix:
          `To ask it directly, add it to NO_PROXY or unset ${proxy.variable}`,
        details: { variable: proxy.variable, proxy: proxy.address.origin },
      });
  }
}

/** The proxy finds the host; this machine has to find the proxy. */
function target({ proxy, host }: NetworkFacts) {
  return proxy.kind === "used"
    ? { name: proxy.address.host, what: "the proxy " }
    : { name: host, what: "" };
}

function dnsFindings(facts: NetworkFacts, failed: Level): readonly Finding[] {
  const { name, what } = target(facts);
  const { addresses } = facts.reach;
  if ("done" in addresses) {
    const [first = ""] = addresses.done;
    // An address needs no name service.
    if (name.replace(/^\[|\](?=:|$)|:\d+$/g, "") === first) return [];
    return [finding("dns", "ok", {
      message: `The name of ${what}${name} is known: ${
        addresses.done.join(", ")
      }`,
      details: { host: name, addresses: addresses.done },
    })];
  }
  const denied = addresses.failed === "NotCapable";
  return [finding("dns", failed, {
    message: denied
      ? `${name} may not be asked: the permission for it is missing`
      : `The name of ${what}${name} cannot be found (${addresses.failed})`,
    fix: denied
      ? `Start Entrada with --allow-net=${name}`
      : what === ""
      ? "Check the network connection, the VPN and the DNS server, and whether a proxy is needed (HTTPS_PROXY)"
      : "Check the name of the proxy, the network connection and the VPN",
    details: { host: name, code: addresses.failed },
  })];
}

function connectionFindings(
  facts: NetworkFacts,
  failed: Level,
): readonly Finding[] {
  const { name, what } = target(facts);
  const { connection } = facts.reach;
  if (connection === undefined) return [];
  if ("done" in connection) {
    return [finding("connection", "ok", {
      message: `A connection to ${what}${name} can be made`,
      details: { host: name },
    })];
  }
  return [finding("connection", failed, {
    message:
      `No connection to ${what}${name} can be made (${connection.failed})`,
    fix: what === ""
      ? "Check the firewall, and whether a proxy is needed (HTTPS_PROXY)"
      : "Check the port of the proxy, and whether it runs",
    details: { host: name, code: connection.failed },
  })];
}

function discoveryFindings(
  { discovery, host, reason }: NetworkFacts,
  isExplained: boolean,
): readonly Finding[] {
  if ("problem" in discovery) {
    const { problem, isUnreachable } = discovery;
    if (isUnreachable && isExplained) return [];
    return [finding("discovery", "error", {
      message: problem.message,
      fix: problem.fix,
      details: { host, reason },
    })];
  }
  const { authority: { issuer }, elapsedMs } = discovery;
  const slow = elapsedMs > SLOW_MS;
  return [
    finding("discovery", "ok", {
      message:
        `${host} (${reason}) answers as the issuer ${issuer}, in ${elapsedMs} ms`,
      details: { host, reason, issuer, elapsed_ms: elapsedMs },
    }),
    ...(slow
      ? [finding("discovery_slow", "note", {
        message: `${host} took ${
          Math.round(elapsedMs / 1_000)
        } seconds to answer`,
        fix: "Check the network, the proxy and the VPN",
        details: { elapsed_ms: elapsedMs },
      })]
      : []),
  ];
}

/**
 * Judges the way to the authority. What failed on the way is no error when the
 * authority could be asked all the same.
 *
 * @param facts What was found.
 * @returns The findings.
 */
export function judgeNetwork(facts: NetworkFacts): readonly Finding[] {
  const failed: Level = "problem" in facts.discovery ? "error" : "note";
  const way = [
    ...dnsFindings(facts, failed),
    ...connectionFindings(facts, failed),
    ...(facts.proxy.kind === "used" ? [] : judgeCertificate(facts, failed)),
  ];
  const isExplained = way.some(({ level }) => level === "error");
  return [
    proxyFinding(facts),
    ...way,
    ...discoveryFindings(facts, isExplained),
  ];
}
