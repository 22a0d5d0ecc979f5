import { compare, type Figure, type Target } from "../figure.ts";
import { ONE_FETCH, oneFetch, OURS, ours, tokenGetter } from "../get_token.ts";
import { preparePeers } from "../peers.ts";
import { alternate } from "../runner.ts";
import { pairedRatio } from "../statistics.ts";

/** A token that nobody has kept, for an application, in a new process. */
export const uncachedToken: Figure = {
  id: "F2",
  title: "get-token, uncached, client credentials, cold",
  async measure(bench) {
    const peers = await preparePeers(bench);
    const { measured, skipped } = await alternate(
      [
        oneFetch(bench.authority),
        await ours(bench),
        ...peers.map(({ name, command }) => tokenGetter(name, command)),
      ],
      bench.runs,
    );
    const to = (floor: string) =>
      compare(measured, {
        ...{ name: OURS, floor, quantity: "wallMs" },
        by: pairedRatio,
      });
    const rivals = measured.map(({ name }) => name)
      .filter((name) => ![OURS, ONE_FETCH, "curl"].includes(name));
    return {
      groups: [{ floor: ONE_FETCH, measured }],
      targets: [
        {
          what: "time over one fetch",
          value: to(ONE_FETCH),
          limit: 1.15,
          unit: "×",
        },
        ...rivals.map((name): Target => ({
          what: `time over ${name}`,
          value: to(name),
          limit: 1,
          unit: "×",
        })),
      ],
      notes: bench.authority.isSecure ? skipped : [
        ...skipped,
        "without OpenSSL the authority speaks http, which some peers refuse",
      ],
    };
  },
};
