import type {
  AuthorizationResponse,
  CommandLine,
  CommandOutcome,
  Ports,
  RedirectReceiver,
} from "../../src/engine/ports/mod.ts";
import { Secret } from "../../src/engine/secret.ts";
import { type FakeClock, fakeClock } from "./fake_clock.ts";
import { ISSUED_AT, keySet } from "./tokens.ts";

/** What the network does with one request. */
export type Reply =
  | Response
  | Error
  | ((
    request: Request,
    form: URLSearchParams,
  ) => Response | Error | Promise<Response>);

/** One request that the engine sent. */
export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly form: URLSearchParams;
  readonly redirect: RequestRedirect;
  readonly headers: Headers;
}

/** Ports whose network is a list of replies. */
export interface FakePorts extends Ports {
  readonly clock: FakeClock;
  /** Requests but for those for keys. */
  readonly sent: SentRequest[];
  /** Addresses of the key sets that were asked for. */
  readonly keyRequests: string[];
  readonly opened: string[];
  readonly commands: CommandLine[];
  /** Questions for secrets. */
  readonly questions: string[];
}

/** How the fake user answers the sign-in page. */
export type Visit = (authorizationUrl: URL) => Record<string, string>;

/** Options of {@linkcode fakePorts}. */
export interface FakeWorld {
  readonly replies?: readonly Reply[];
  readonly visit?: Visit;
  readonly browser?: () => Promise<void>;
  readonly start?: number;
  /** Answers requests for key sets. */
  readonly keys?: () => Response | Error;
  /** Ends programs. */
  readonly command?: (line: CommandLine) => CommandOutcome;
  readonly password?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly arcAgent?: boolean;
  /** Reads the challenge of Azure Arc. */
  readonly arcKey?: (path: string) => string;
}

function fakeReceiver(
  visit: Visit,
  { responseMode = "form_post" }: Partial<RedirectReceiver>,
): RedirectReceiver & { closed: boolean } {
  let url: URL | undefined;
  return {
    redirectUri: "http://localhost:50001",
    method: "loopback",
    responseMode,
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

function fakeIdentityHost(
  world: FakeWorld,
  fetch: Ports["fetch"],
): Ports["managedIdentity"] {
  return {
    variable: (name) => world.environment?.[name],
    hasArcAgent: () => Promise.resolve(world.arcAgent ?? false),
    arcTokenFolder: "/var/opt/azcmagent/tokens/",
    async readArcKey(path) {
      await Promise.resolve();
      if (world.arcKey === undefined) throw new Error("no such file");
      return new Secret(world.arcKey(path));
    },
    fetch,
  };
}

/** A network whose answers are a list, and whose key sets are always there. */
function fakeNetwork(world: FakeWorld) {
  const replies = [...world.replies ?? []];
  const sent: SentRequest[] = [];
  const keyRequests: string[] = [];
  const fetch: Ports["fetch"] = async (request) => {
    request.signal.throwIfAborted();
    const { url, method, redirect, headers } = request;
    if (url.endsWith("/keys")) {
      keyRequests.push(url);
      const reply = world.keys?.() ?? keySet();
      if (reply instanceof Error) throw reply;
      return reply;
    }
    const form = new URLSearchParams(await request.text());
    sent.push({ url, method, form, redirect, headers });
    const reply = replies.shift();
    if (reply === undefined) throw new TypeError("no more replies");
    const answer = typeof reply === "function"
      ? await reply(request, form)
      : reply;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { fetch, sent, keyRequests };
}

/** A world without effects: replies in order, random bytes that count. */
export function fakePorts(world: FakeWorld = {}): FakePorts {
  const network = fakeNetwork(world);
  const opened: string[] = [];
  const commands: CommandLine[] = [];
  const questions: string[] = [];
  let drawn = 0;
  return {
    ...network,
    opened,
    commands,
    questions,
    clock: fakeClock(world.start ?? ISSUED_AT),
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
      open: ({ responseMode }) =>
        Promise.resolve(
          fakeReceiver(
            world.visit ?? (() => ({})),
            responseMode === undefined ? {} : { responseMode },
          ),
        ),
    },
    prompt: {
      secret(question) {
        questions.push(question);
        return Promise.resolve(new Secret(world.password ?? ""));
      },
    },
    command: {
      run(line) {
        commands.push(line);
        return Promise.resolve(world.command?.(line) ?? { type: "missing" });
      },
    },
    managedIdentity: fakeIdentityHost(world, network.fetch),
  };
}
