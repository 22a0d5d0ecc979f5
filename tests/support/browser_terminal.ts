// The other side of a sign-in: the engine with the real adapters, its browser being the test's.
import { systemPorts } from "../../src/adapters/mod.ts";
import {
  type AcquiredToken,
  type AcquireOptions,
  type Client,
  createClient,
} from "../../src/engine/client.ts";
import {
  complete,
  type FlowEvent,
  type FlowName,
  Secret,
} from "../../src/engine/mod.ts";
import type { ClientSeed } from "../../src/sandbox/mod.ts";
import type { Desk } from "./browser.ts";
import { BROWSER_WORLD } from "./browser_world.ts";

/** What is to be acquired. */
export interface SignInOptions extends AcquireOptions {
  readonly flow: FlowName;
  /** Name of the sandbox's client. */
  readonly client: string;
  readonly scopes?: readonly string[];
  /** Answers the question for the pasted address. */
  readonly paste?: () => Promise<string>;
}

/** A sign-in that waits in the terminal. */
export interface Waiting {
  /** The token, in the end. */
  readonly token: Promise<AcquiredToken>;
  /** What is told of it: the first event of this kind. */
  told<T extends FlowEvent["type"]>(
    type: T,
  ): Promise<Extract<FlowEvent, { type: T }>>;
}

function clientNamed(name: string): ClientSeed {
  const found = BROWSER_WORLD.clients.find((client) => client.name === name);
  if (found === undefined) throw new Error(`No client is named "${name}"`);
  return found;
}

function createLedger() {
  const told = new Map<string, PromiseWithResolvers<FlowEvent>>();
  return (type: string) => {
    const entry = told.get(type) ?? Promise.withResolvers<FlowEvent>();
    told.set(type, entry);
    return entry;
  };
}

/** The engine with its real ports, but for the browser. */
function createTerminal(
  { sandbox, page }: Desk,
  { client, paste }: Pick<SignInOptions, "client" | "paste">,
): Client {
  const { client_id, secrets } = clientNamed(client);
  const secret = secrets?.[0]?.value;
  return createClient({
    authority: sandbox.authority,
    clientId: client_id,
    ...(secret === undefined
      ? {}
      : { auth: { type: "secret", secret: new Secret(secret) } }),
  }, {
    ...systemPorts(paste === undefined ? {} : { prompt: paste }),
    browser: {
      open: async (url) => {
        await page.goto(url.href, { waitUntil: "commit" });
      },
    },
  });
}

/** Starts a sign-in; `interactive` opens its page in the test's tab. */
export function startSignIn(desk: Desk, options: SignInOptions): Waiting {
  const { client, scopes = ["openid", "User.Read"], flow, paste, ...asked } =
    options;
  const { signal = desk.signal } = asked;
  const terminal = createTerminal(desk, {
    client,
    ...(paste === undefined ? {} : { paste }),
  });
  const ledger = createLedger();
  const token = complete(
    terminal.run(flow, scopes, { ...asked, signal }),
    (event) => ledger(event.type).resolve(event),
  );
  // The test looks at it later; a failure before that must not count as unheard.
  token.catch(() => {});
  desk.await(token);
  return {
    token,
    async told<T extends FlowEvent["type"]>(type: T) {
      const event = await Promise.race([
        ledger(type).promise,
        token.then(() => {
          throw new Error(`The sign-in ended without "${type}"`);
        }),
      ]);
      return event as Extract<FlowEvent, { type: T }>;
    },
  };
}
