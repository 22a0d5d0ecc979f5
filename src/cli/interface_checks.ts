import type { AuthorityOptions } from "../engine/entra/authority.ts";
import { diffTokens } from "../engine/jwt/diff.ts";
import { verifySteps } from "../engine/jwt/verify.ts";
import type { Ports } from "../engine/ports/mod.ts";
import type { TokenChecks } from "../tui/runtime/check_services.ts";
import type { Io } from "./io.ts";

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
    compare: (first, second) =>
      Promise.resolve(
        diffTokens(first.reveal(), second.reveal(), { now: io.clock.now() }),
      ),
  };
}
