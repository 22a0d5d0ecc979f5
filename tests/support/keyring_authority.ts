import {
  createSandboxHandler,
  type SandboxHandler,
} from "../../src/sandbox/handler.ts";
import { createReadyLine } from "../../src/sandbox/ready_line.ts";
import type { WorldSeed } from "../../src/sandbox/world.ts";

/** An application that the authority knows. */
export interface KnownClient {
  readonly id: string;
  /** Empty for a public one. */
  readonly secret: string;
}

/** A sandbox that remembers what it has issued. */
export interface Authority {
  /** Where it is. */
  readonly url: string;
  /** An application, by its name. */
  clientOf(name: string): KnownClient;
  /** A person who can sign in by a password. */
  readonly person: { readonly username: string; readonly password: string };
  /** How many requests it has had. */
  requests(): number;
  /** Every access, refresh and ID token that it has issued. */
  issued(): readonly string[];
}

const TOKENS = ["access_token", "refresh_token", "id_token"];

async function tokensIn(answer: Response): Promise<readonly string[]> {
  const type = answer.headers.get("content-type") ?? "";
  if (!type.startsWith("application/json")) return [];
  const body = await answer.clone().json();
  return TOKENS.map((name) => body?.[name])
    .filter((token) => typeof token === "string");
}

/** Does something with an authority of its own. */
export async function withAuthority(
  world: WorldSeed | undefined,
  work: (authority: Authority) => Promise<void>,
): Promise<void> {
  const issued: string[] = [];
  const served: { handler?: SandboxHandler } = {};
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const answer = await served.handler?.fetch(request);
      if (answer === undefined) return new Response(null, { status: 503 });
      issued.push(...await tokensIn(answer));
      return answer;
    },
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const handler = createSandboxHandler(
    world === undefined ? { origin } : { origin, world },
  );
  served.handler = handler;
  const ready = createReadyLine(handler);
  const [person] = handler.world.users;
  if (person === undefined) throw new TypeError("Nobody can sign in");
  try {
    await work({
      url: ready.authority,
      person,
      clientOf(name) {
        const found = ready.clients.find((client) => client.name === name);
        if (found === undefined) throw new TypeError(`No client "${name}"`);
        return { id: found.client_id, secret: found.client_secret ?? "" };
      },
      requests: () => handler.control.requests().length,
      issued: () => issued,
    });
  } finally {
    await server.shutdown();
  }
}
