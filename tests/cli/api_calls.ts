import type { Ports } from "../../src/engine/ports/mod.ts";
import { env, WHO } from "./calls.ts";
import { type FakeSetting, type Ran, runFake, START } from "./fake_io.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { tokenAnswer } from "../support/tokens.ts";

/** A request as an API got it. */
export interface ApiCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What an API does with each request, in order; the last one for all later ones. */
export type Api = (
  call: ApiCall,
  index: number,
) => Response | Promise<Response>;

/** What a call did, and what was sent to whom. */
export interface CalledApi extends Ran {
  readonly calls: readonly ApiCall[];
  /** What the authority was asked for. */
  readonly tokenForms: readonly URLSearchParams[];
  /** How long the program waited, in milliseconds. */
  readonly waits: readonly number[];
}

/** The client and how it proves itself. */
export const CLIENT_OPTIONS: readonly string[] = [
  ...WHO,
  "--client-secret-env",
  "S",
];

/** Keeps what an API is asked, and answers as it does. */
export function recordApi(
  api: Api,
): { readonly fetch: Ports["fetch"]; readonly calls: ApiCall[] } {
  const calls: ApiCall[] = [];
  return {
    calls,
    async fetch(request) {
      request.signal.throwIfAborted();
      const { method, url, headers } = request;
      const body = new Uint8Array(await request.arrayBuffer());
      const call = { method, url, headers, body };
      calls.push(call);
      return await api(call, calls.length - 1);
    },
  };
}

/** Runs `call` as the application, in a world whose APIs are one function. */
export async function runCall(
  argv: readonly string[],
  { api, ...setting }: FakeSetting & { readonly api: Api },
): Promise<CalledApi> {
  const network = recordApi(api);
  const waits: number[] = [];
  const tokens = ["first-token", "second-token", "third-token"];
  const ports = fakePorts({
    start: START,
    replies: tokens.map((access_token) => tokenAnswer({ access_token })),
  });
  const clock = {
    now: () => START,
    sleep: (ms: number, signal?: AbortSignal) => {
      // Limits are never reached here; what the API asks for is.
      if (ms > 60_000) return new Promise<void>(() => {});
      waits.push(ms);
      signal?.throwIfAborted();
      return Promise.resolve();
    },
  };
  const ran = await runFake(["call", ...CLIENT_OPTIONS, ...argv], {
    env,
    clock,
    ...setting,
    replace: {
      ports: () => Promise.resolve({ ...ports, apiFetch: network.fetch }),
      ...setting.replace,
    },
  });
  return {
    ...ran,
    calls: network.calls,
    tokenForms: ports.sent.map(({ form }) => form),
    waits,
  };
}
