import { AuthError } from "../../engine/errors.ts";
import type { FlowRun } from "../../engine/client.ts";
import type { Ports } from "../../engine/ports/mod.ts";
import type { Sandbox } from "../../sandbox/mod.ts";
import { describeError } from "../describe_error.ts";
import { createServices } from "../interface/services.ts";
import type { Io } from "../io.ts";
import { createStyle } from "../terminal/style.ts";
import { eventLine, tokenLines } from "./narration.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

/** One thing to show. */
interface Scene {
  readonly title: string;
  readonly profile: string;
  readonly force?: boolean;
  /** The end that the scene is about, when it is not a token. */
  readonly refused?: boolean;
}

const SCENES: readonly Scene[] = [
  {
    title: "client-credentials: a program's own token",
    profile: "nightly-report",
  },
  { title: "device-code: sign in on another device", profile: "device" },
  { title: "the same again: the kept token serves", profile: "device" },
  {
    title: "refresh-token: a new one, and nobody is asked",
    profile: "device",
    force: true,
  },
  { title: "interactive: sign in with the browser", profile: "browser" },
  {
    title: "authorization-code: paste where the browser ends",
    profile: "web-shop",
  },
  { title: "an error, explained", profile: "legacy-sync", refused: true },
];

/** The sign-in page that was offered last. */
interface Page {
  url?: URL;
}

/** The machine's ports, with the sandbox's Ada at the browser. */
function withVisitor(
  real: Ports,
  { visitor, page }: { readonly visitor: Visitor; readonly page: Page },
): Ports {
  return {
    ...real,
    browser: {
      open(url) {
        // A browser answers in its own time: waiting here would be waiting for ourselves.
        visitor.open(url).catch(() => {});
        return Promise.resolve();
      },
    },
    redirect: {
      async open(request, signal) {
        const receiver = await real.redirect.open(request, signal);
        const offer = (url: URL) => {
          page.url = url;
          return receiver.offer(url);
        };
        return { ...receiver, offer };
      },
    },
  };
}

async function tell(run: FlowRun, { say, now }: {
  readonly say: (line: string) => void;
  readonly now: () => number;
}): Promise<string> {
  let next = await run.next();
  while (!next.done) {
    const line = eventLine(next.value);
    if (line !== undefined) say(line);
    next = await run.next();
  }
  for (const line of tokenLines(next.value, now())) say(line);
  return next.value.accessToken;
}

async function callApi(
  token: string,
  { io, sandbox }: { readonly io: Io; readonly sandbox: Sandbox },
): Promise<string> {
  const { fetch } = await io.ports(() => Promise.resolve(""));
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(
    new Request(`${sandbox.origin}/v1.0/me`, { headers }),
  );
  const { displayName, userPrincipalName } = await response.json();
  return `→ GET /v1.0/me … ${response.status}: ${displayName}, ${userPrincipalName}`;
}

/**
 * Plays the demo as plain lines on standard output.
 *
 * @param io The demo's world.
 * @param sandbox The running sandbox, which signs Ada in without a page.
 * @throws {AuthError} If a scene does not end as it should.
 */
export async function playScenario(io: Io, sandbox: Sandbox): Promise<void> {
  const page: Page = {};
  const visitor = createVisitor(
    (await io.ports(() => Promise.resolve(""))).fetch,
  );
  const services = await createServices({
    ...io,
    ports: async (prompt) =>
      withVisitor(await io.ports(prompt), { visitor, page }),
  });
  const say = (line: string) => io.stdout.write(`  ${line}\n`);
  // Asked again, the visitor would end at the same place.
  const paste = (problem?: string) =>
    page.url === undefined || problem !== undefined
      ? Promise.reject(new Error(problem ?? "There is no page to visit"))
      : visitor.landing(page.url);

  let userToken = "";
  for (const { title, profile, force = false, refused = false } of SCENES) {
    io.stdout.write(`\n▸ ${title} · profile ${profile}\n`);
    const run = services.acquire(profile, { force, signal: io.signal, paste });
    try {
      const token = await tell(run, { say, now: () => io.clock.now() });
      if (refused) {
        throw new Error(`The profile "${profile}" should have been refused`);
      }
      if (profile === "device") userToken = token;
    } catch (error) {
      if (!refused || !(error instanceof AuthError)) throw error;
      const told = describeError(error, {
        style: createStyle(false),
        verbose: false,
      });
      told.split("\n").forEach(say);
    }
  }
  io.stdout.write("\n▸ and what tokens are for: the sandbox's Graph\n");
  say(await callApi(userToken, { io, sandbox }));
}
