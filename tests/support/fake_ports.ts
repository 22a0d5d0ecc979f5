import type {
  AuthorizationResponse,
  Ports,
  RedirectReceiver,
} from "../../src/engine/ports/mod.ts";
import { type FakeClock, fakeClock } from "./fake_clock.ts";

/** What the network does with one request. */
export type Reply =
  | Response
  | Error
  | ((request: Request, form: URLSearchParams) => Response | Promise<Response>);

/** One request that the engine sent. */
export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly form: URLSearchParams;
  readonly redirect: RequestRedirect;
}

/** Ports whose network is a list of replies. */
export interface FakePorts extends Ports {
  readonly clock: FakeClock;
  readonly sent: SentRequest[];
  readonly opened: string[];
}

/** How the fake user answers the sign-in page. */
export type Visit = (authorizationUrl: URL) => Record<string, string>;

/** Options of {@linkcode fakePorts}. */
export interface FakeWorld {
  readonly replies?: readonly Reply[];
  readonly visit?: Visit;
  readonly browser?: () => Promise<void>;
  readonly start?: number;
}

function fakeReceiver(visit: Visit): RedirectReceiver & { closed: boolean } {
  let url: URL | undefined;
  return {
    redirectUri: "http://localhost:50001",
    method: "loopback",
    responseMode: "form_post",
    closed: false,
    offer(authorizationUrl) {
      url = authorizationUrl;
      return new URL("http://localhost:50001/start");
    },
    receive(): Promise<AuthorizationResponse> {
      if (url === undefined) throw new Error("receive() before offer()");
      const parameters = new URLSearchParams(visit(url));
      return Promise.resolve({ parameters, hasState: true });
    },
    close() {
      this.closed = true;
      return Promise.resolve();
    },
  };
}

/** A world without effects: replies in order, random bytes that count. */
export function fakePorts(world: FakeWorld = {}): FakePorts {
  const replies = [...world.replies ?? []];
  const sent: SentRequest[] = [];
  const opened: string[] = [];
  let drawn = 0;
  return {
    sent,
    opened,
    clock: fakeClock(world.start ?? 1_000),
    async fetch(request) {
      request.signal.throwIfAborted();
      const form = new URLSearchParams(await request.text());
      const { url, method, redirect } = request;
      sent.push({ url, method, form, redirect });
      const reply = replies.shift();
      if (reply === undefined) throw new TypeError("no more replies");
      if (reply instanceof Error) throw reply;
      return reply instanceof Response ? reply : await reply(request, form);
    },
    random: {
      bytes: (length) => new Uint8Array(length).fill(++drawn),
    },
    browser: {
      open(url) {
        opened.push(url.href);
        return world.browser?.() ?? Promise.resolve();
      },
    },
    redirect: {
      open: () => Promise.resolve(fakeReceiver(world.visit ?? (() => ({})))),
    },
  };
}
