// What the machine of the contract's tables has in the place of a network, a
// browser and other programs: one sandbox for all rows, and an API beside it.
import { Interruption } from "../../src/cli/errors.ts";
import type { Ports } from "../../src/engine/ports/mod.ts";
import { isLoopbackRedirect } from "../../src/engine/protocol/redirect_uri.ts";
import {
  createSandboxHandler,
  type SandboxHandler,
} from "../../src/sandbox/mod.ts";
import { type FakeClock, fakeClock } from "../support/fake_clock.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { ADA, ORIGIN, SECRETS } from "./contract_names.ts";
import { START } from "./fake_io.ts";

/** What the ports of one run are made of. */
export interface PortsSetting {
  readonly place: Place;
  readonly env: Readonly<Record<string, string>>;
  /** Gets what leaves the machine, decoded. */
  readonly sent: string[];
  /** Gets the tokens that the authority has given. */
  readonly given: { access?: string; refresh?: string; assertion?: string };
  readonly end: AbortController;
  readonly isOffline: boolean;
  readonly isInterrupted: boolean;
}

/** A sandbox with its time, for one run at a time. */
export interface Place {
  clock: FakeClock;
  readonly sandbox: SandboxHandler;
}

const free: Place[] = [];

function makePlace(): Place {
  const place: { clock: FakeClock; sandbox?: SandboxHandler } = {
    clock: fakeClock(START),
  };
  const sandbox = createSandboxHandler({
    origin: ORIGIN,
    clock: { now: () => place.clock.now() },
    autoApprove: { deviceAfterPolls: 1, username: ADA },
  });
  return Object.assign(place, { sandbox });
}

/** Lends a sandbox in which nothing has happened yet. */
export async function withPlace<T>(
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const place = free.pop() ?? makePlace();
  place.clock = fakeClock(START);
  place.sandbox.control.reset();
  try {
    return await work(place);
  } finally {
    free.push(place);
  }
}

function decoded(text: string): string {
  const spaced = text.replaceAll("+", " ");
  // What was not encoded may have a percent sign of its own.
  return /%(?![0-9a-f]{2})/i.test(spaced) ? spaced : decodeURIComponent(spaced);
}

/** An API that takes any token, with two pages and a mistake. */
function answerApi({ pathname, search }: URL, request: Request): Response {
  if (!request.headers.get("authorization")?.startsWith("Bearer ")) {
    return new Response("Who are you?", { status: 401 });
  }
  if (pathname === "/thing/gone") {
    const error = { code: "NotFound", message: "It is gone." };
    return Response.json({ error }, { status: 404 });
  }
  if (pathname === "/thing/moved") {
    return Response.redirect(`${ORIGIN}/thing`, 307);
  }
  const next = `${ORIGIN}/thing/pages?page=2`;
  const link = search === "" ? { "@odata.nextLink": next } : {};
  return pathname === "/thing/pages"
    ? Response.json({ value: [search], ...link })
    : Response.json({ ok: true });
}

async function remember(
  response: Response,
  { given }: PortsSetting,
): Promise<void> {
  const text = await response.clone().text();
  const find = (name: string) =>
    new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1];
  const [access, refresh] = [find("access_token"), find("refresh_token")];
  if (access !== undefined) given.access = access;
  if (refresh !== undefined) given.refresh = refresh;
}

/** The network. */
function network(setting: PortsSetting): Ports["fetch"] {
  const { sent, end, isOffline, isInterrupted } = setting;
  return async (request) => {
    request.signal.throwIfAborted();
    const body = decoded(await request.clone().text());
    const headers = [...request.headers].map((pair) => pair.join(": "));
    const line = `${request.method} ${decoded(request.url)}`;
    sent.push([line, ...headers, body].join("\n"));
    if (isInterrupted) {
      end.abort(new Interruption("SIGINT"));
      throw end.signal.reason;
    }
    const url = new URL(request.url);
    if (isOffline || url.origin !== ORIGIN) {
      throw new TypeError("no route to host");
    }
    if (url.pathname.startsWith("/thing")) return answerApi(url, request);
    const response = await setting.place.sandbox.fetch(request);
    await remember(response, setting);
    return response;
  };
}

/** What the sandbox sends the browser away with, in any response mode. */
async function answerOf(response: Response): Promise<URLSearchParams> {
  const text = await response.text();
  const location = response.headers.get("location");
  if (location !== null) {
    const { hash, searchParams } = new URL(location);
    return hash.length > 1 ? new URLSearchParams(hash.slice(1)) : searchParams;
  }
  const fields = text.matchAll(/name="([^"]+)" value="([^"]*)"/g);
  return new URLSearchParams(
    [...fields].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll("&quot;", '"').replaceAll("&#39;", "'"),
    ]),
  );
}

/** A person who opens the page at once; the sandbox signs them in. */
function redirectOf(fetch: Ports["fetch"]): Ports["redirect"] {
  return {
    open({ redirectUri, ports = [50_001], responseMode = "form_post" }) {
      const uri = redirectUri ?? `http://localhost:${ports[0]}`;
      let page: URL | undefined;
      return Promise.resolve({
        redirectUri: uri,
        method: isLoopbackRedirect(uri) ? "loopback" : "paste",
        responseMode,
        offer(url) {
          page = url;
          return undefined;
        },
        async receive() {
          const request = new Request(page ?? "", { redirect: "manual" });
          const parameters = await answerOf(await fetch(request));
          return { parameters, hasState: true };
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

/** What the tools of others answer, which are signed in already. */
function toolAnswer([program]: readonly string[]): string {
  const accessToken = "a.borrowed.token";
  return JSON.stringify(
    program === "azd"
      ? { token: accessToken, expiresOn: "2026-01-01T01:00:00Z" }
      : { accessToken, expires_on: START / 1000 + 3600 },
  );
}

/** Makes the ports of one run. */
export function contractPorts(setting: PortsSetting): Ports {
  const fetch = network(setting);
  const { sent, env } = setting;
  const ports = fakePorts({
    start: START,
    password: SECRETS.password,
    environment: env,
    command: ({ argv }) => {
      sent.push(`run ${argv.join(" ")}`);
      const isTool = /^(az|azd|pwsh)(\.|$)/.test(argv[0] ?? "");
      const stdout = isTool ? toolAnswer(argv) : SECRETS.secret;
      return { type: "ended", success: true, stdout, stderr: "" };
    },
  });
  return {
    ...ports,
    fetch,
    apiFetch: fetch,
    clock: setting.place.clock,
    managedIdentity: { ...ports.managedIdentity, fetch },
    redirect: redirectOf(fetch),
    browser: {
      open(url) {
        sent.push(`open ${decoded(url.href)}`);
        return Promise.resolve();
      },
    },
  };
}
