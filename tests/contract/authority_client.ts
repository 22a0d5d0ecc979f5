// The product's own client before a real authority, its user a visitor who clicks through the pages.
import { type Client, createClient } from "../../src/engine/client.ts";
import type { FlowEvent } from "../../src/engine/events.ts";
import type {
  AuthorizationResponse,
  Ports,
  ResponseMode,
} from "../../src/engine/ports/mod.ts";
import type { ClientAuthentication } from "../../src/engine/protocol/client_authentication.ts";
import { Secret } from "../../src/engine/secret.ts";
import { type Visit, visit } from "./authority_visitor.ts";
import { type Authority, CLI, CONTOSO, LOOPBACK } from "./authority_world.ts";

interface Person extends Visit {
  readonly responseMode?: ResponseMode;
}

const REAL_PORTS: Omit<Ports, "redirect"> = {
  fetch: (request) => fetch(request),
  clock: {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        setTimeout(
          () => signal?.aborted ? reject(signal.reason) : resolve(),
          ms,
        );
      }),
  },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  browser: { open: () => Promise.resolve() },
  prompt: { secret: () => Promise.reject(new Error("nobody is asked")) },
  command: { run: () => Promise.resolve({ type: "missing" }) },
  managedIdentity: {
    variable: () => undefined,
    hasArcAgent: () => Promise.resolve(false),
    arcTokenFolder: "/nowhere/",
    readArcKey: () => Promise.reject(new Error("there is no key")),
    fetch: () => Promise.reject(new TypeError("there is no host")),
  },
};

/** The way back, with somebody who goes it. */
function personsRedirect(person: Person): Ports["redirect"] {
  return {
    open(request) {
      const redirectUri = request.redirectUri ?? LOOPBACK;
      let address = "";
      return Promise.resolve({
        redirectUri,
        method: "loopback",
        responseMode: person.responseMode ?? "form_post",
        offer(url) {
          address = url.href;
          return undefined;
        },
        async receive(): Promise<AuthorizationResponse> {
          const { parameters, page } = await visit(address, {
            ...person,
            until: redirectUri,
          });
          if (parameters === undefined) {
            throw new Error(`The browser does not come back: ${page}`);
          }
          return { parameters, hasState: true };
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

/** Opens a client of an authority. */
export function clientOf(
  authority: Authority,
  { tenant = CONTOSO, id = CLI.id, secret, certificate, person = {} }: {
    readonly tenant?: string;
    readonly id?: string;
    readonly secret?: string;
    /** As the engine's own reading of a certificate would give it. */
    readonly certificate?: object;
    readonly person?: Person;
  } = {},
): Client {
  const auth =
    (certificate !== undefined
      ? { type: "certificate", certificate }
      : secret !== undefined
      ? { type: "secret", secret: new Secret(secret) }
      : { type: "none" }) as ClientAuthentication;
  return createClient(
    { authority: `${authority.origin}/${tenant}`, clientId: id, auth },
    { ...REAL_PORTS, redirect: personsRedirect(person) },
  );
}

/** Goes to the page of a device code as soon as the client shows it. */
export function atDevicePage(
  person: Visit,
): { onEvent: (event: FlowEvent) => void; visited: () => Promise<unknown> } {
  let visited: Promise<unknown> = Promise.resolve();
  return {
    onEvent(event) {
      if (event.type !== "user_code") return;
      const { verificationUri, userCode } = event;
      visited = visit(verificationUri, { ...person, userCode });
      // Whoever waits for the visit hears of it; nobody else has to.
      visited.catch(() => {});
    },
    visited: () => visited,
  };
}
