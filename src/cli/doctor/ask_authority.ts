import type { Diagnosis } from "../../adapters/diagnosis/mod.ts";
import { readAuthority } from "../../engine/entra/authority.ts";
import {
  type AuthorityAddress,
  isLoopback,
  metadataAddress,
  parseAuthorityAddress,
} from "../../engine/entra/authority_address.ts";
import { AuthError } from "../../engine/errors.ts";
import { complete } from "../../engine/flows/complete.ts";
import type { Fetch } from "../../engine/ports/mod.ts";
import { discover } from "../../engine/protocol/discover.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import type { Io } from "../io.ts";
import type { TraceSession } from "../tracing/trace_session.ts";
import type { TimeFacts } from "./clock.ts";
import type { NetworkFacts } from "./network.ts";
import { problemOf } from "./problem.ts";
import { type ProxyChoice, proxyOf } from "./proxy.ts";

/** What is asked of the network, and by whom. */
export interface AskOptions {
  /** The world. */
  readonly io: Io;
  /** Goes the way step by step. */
  readonly diagnosis: Pick<Diagnosis, "reach" | "mayReach">;
  /** Why this authority: `profile "work"`, say. */
  readonly reason: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Records what is sent, where that is asked for. */
  readonly trace?: TraceSession | undefined;
}

/** What the network says. */
export interface AuthorityAnswer {
  /** The way to the authority, and what it says of itself. */
  readonly network: NetworkFacts;
  /** Its time; absent when it did not answer. */
  readonly time?: TimeFacts;
}

/**
 * Tells which authority settings lead to.
 *
 * @param settings The settings of a call.
 * @returns Where it is; `common` in the public cloud when nothing names one.
 * @throws {AuthError} `invalid_authority` or `invalid_tenant`.
 */
export function authorityOf(
  { tenant, place }: Merged<CallSettings>,
): AuthorityAddress {
  const reference = readAuthority({
    ...(tenant === undefined
      ? place !== undefined && "authority" in place.value
        ? {}
        : { tenantId: "common" }
      : { tenantId: tenant.value }),
    ...place?.value,
  });
  if (reference.type === "discover") return reference.address;
  const { origin, tenant: path } = reference.authority;
  return parseAuthorityAddress(`${origin}/${path}`);
}

/** What goes to this machine never takes a proxy, see `adapters/fetch.ts`. */
function choiceOf(address: URL, io: Io): ProxyChoice {
  const choice = proxyOf(address, io.env);
  const isOwn = choice.kind === "used" && isLoopback(address.hostname);
  return isOwn ? { kind: "past", variable: choice.variable } : choice;
}

/** Notes the time that an answer tells. */
function timed(
  fetch: Fetch,
  { io, note }: {
    readonly io: Io;
    readonly note: (facts: TimeFacts) => void;
  },
): Fetch {
  return async (request) => {
    const sentAt = io.clock.now();
    const answer = await fetch(request);
    note({
      date: answer.headers.get("date") ?? undefined,
      age: answer.headers.get("age") ?? undefined,
      sentAt,
      receivedAt: io.clock.now(),
      host: new URL(request.url).host,
    });
    return answer;
  };
}

async function discoveryOf(
  address: AuthorityAddress,
  { io, signal, note, trace }: Pick<AskOptions, "io" | "signal" | "trace"> & {
    readonly note: (facts: TimeFacts) => void;
  },
): Promise<NetworkFacts["discovery"]> {
  const { fetch, clock } = await io.ports(() =>
    Promise.reject(new TypeError("Nothing is asked"))
  );
  const run = await trace?.begin();
  const from = io.clock.now();
  const ports = { fetch: timed(fetch, { io, note }), clock };
  try {
    const authority = await complete(
      discover(address, { ports, signal }),
      run?.onEvent,
    );
    return { authority, elapsedMs: Math.round(io.clock.now() - from) };
  } catch (error) {
    if (signal.aborted) {
      return {
        problem: {
          message: `${address.url.host} did not answer in time`,
          fix: "Check the network, the proxy and the VPN, then try again",
        },
        isUnreachable: true,
      };
    }
    const isUnreachable = error instanceof AuthError &&
      (error.code === "network_error" || error.code === "timed_out");
    return { problem: problemOf(error), isUnreachable };
  } finally {
    run?.end();
  }
}

/** Asking all the same would put a question to the user. */
function notPermitted(address: URL): NetworkFacts["discovery"] {
  return {
    problem: {
      message: `${address.host} may not be asked: the permission is missing`,
      fix: `Start Entrada with --allow-net=${address.host}`,
    },
    isUnreachable: true,
  };
}

/**
 * Asks an authority who it is, in the way in which a sign-in would, and goes
 * the same way step by step, so that a failure can be told where it is.
 *
 * @param address The authority.
 * @param options The world.
 * @returns What was found.
 */
export async function askAuthority(
  address: AuthorityAddress,
  { io, diagnosis, reason, signal, trace }: AskOptions,
): Promise<AuthorityAnswer> {
  const url = metadataAddress(address);
  const proxy = choiceOf(url, io);
  let time: TimeFacts | undefined;
  const note = (facts: TimeFacts) => time = facts;
  const way = proxy.kind === "used" ? proxy.address : url;
  const [reach, discovery] = await Promise.all([
    diagnosis.reach(way, signal),
    diagnosis.mayReach(url)
      ? discoveryOf(address, { io, signal, note, trace })
      : notPermitted(url),
  ]);
  const host = url.host;
  return {
    network: { host, reason, proxy, reach, discovery, env: io.env },
    ...(time === undefined ? {} : { time }),
  };
}
