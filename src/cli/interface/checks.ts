import type { AuthorityOptions } from "../../engine/entra/authority.ts";
import { decodeToken } from "../../engine/jwt/decode.ts";
import { diffTokens } from "../../engine/jwt/diff.ts";
import { explainRejection, type Rejection } from "../../engine/jwt/reject.ts";
import { subjectOf } from "../../engine/jwt/subject.ts";
import { verifySteps } from "../../engine/jwt/verify.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import type { Secret } from "../../engine/secret.ts";
import type { TokenChecks } from "../../tui/runtime/check_services.ts";
import type { Io } from "../io.ts";

/** What an API grants is a role to an application, and a scope to a user's client. */
function rejectionOf(
  token: Secret,
  { target: { resource, permissions }, now }: {
    readonly target: Parameters<TokenChecks["reject"]>[1];
    readonly now: number;
  },
): Rejection {
  const decoded = decodeToken(token.reveal());
  const isApp = subjectOf(decoded.payload) === "app";
  const wanted = permissions.length === 0
    ? {}
    : isApp
    ? { roles: permissions }
    : { scopes: permissions };
  return explainRejection(decoded, { resource, ...wanted }, { now });
}

/**
 * Makes what looks closer at tokens for the interface.
 *
 * @param io The world.
 * @param options The network, and which authority a profile trusts.
 * @returns The checks; keys that were fetched serve until it is left.
 */
export function createTokenChecks(
  io: Pick<Io, "clock">,
  { ports, authorityOf }: {
    readonly ports: Pick<Ports, "fetch" | "clock">;
    readonly authorityOf: (
      profile: string,
    ) => Promise<AuthorityOptions | undefined>;
  },
): TokenChecks {
  const kept = new Map();
  return {
    async *verify(token, { profile, signal }) {
      const authority = profile === undefined
        ? undefined
        : await authorityOf(profile);
      const steps = verifySteps(token.reveal(), {
        keys: {
          ports,
          kept,
          ...(authority === undefined ? {} : { authority }),
        },
        now: io.clock.now(),
        signal,
      });
      let next = await steps.next();
      for (; !next.done; next = await steps.next()) {
        if (next.value.type === "check") yield next.value.check;
      }
      return next.value;
    },
    reject: (token, target) =>
      Promise.resolve(rejectionOf(token, { target, now: io.clock.now() })),
    compare: (first, second) =>
      Promise.resolve(
        diffTokens(first.reveal(), second.reveal(), { now: io.clock.now() }),
      ),
  };
}
