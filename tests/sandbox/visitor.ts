// What the tests of the sandbox share: a handler with a clock of its own, a client, a browser with cookies.
import assert from "node:assert/strict";
import {
  createSandboxHandler,
  DEFAULT_WORLD,
  type SandboxHandler,
  type SandboxHandlerOptions,
} from "../../src/sandbox/mod.ts";

export const CONTOSO = "8f3a1c52-6b7e-4d09-9a41-2c5e7d90b3f1";
export const FABRIKAM = "c1d7e604-5f2b-4a88-b3f6-90a2e4d81b57";
export const GRAPH = "00000003-0000-0000-c000-000000000000";
export const ORDERS = "5b0e6c7a-93d4-4f1e-8a25-6f4c1d2e7b90";
export const CLI = clientNamed("Contoso CLI");
export const DAEMON = clientNamed("Contoso Nightly Report");
export const SHOP = clientNamed("Contoso Web Shop");
export const EXPIRED = clientNamed("Contoso Legacy Sync");
export const SPA = clientNamed("Fabrikam Dashboard");
export const ORDERS_API = clientNamed("Contoso Orders API");
export const NOTES = clientNamed("Fabrikam Notes");
export const ADA = "ada@contoso.onmicrosoft.example";
export const GRACE = "grace@contoso.onmicrosoft.example";
export const BLAISE = "blaise@contoso.onmicrosoft.example";
export const EDSGER = "edsger@contoso.onmicrosoft.example";
export const MAE = "mae@outlook.example";
export const LINUS = "linus@fabrikam.onmicrosoft.example";

// RFC 7636, appendix B.
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

export type Fields = Readonly<Record<string, string | undefined>>;

export interface ErrorAnswer {
  readonly status: number;
  readonly error: string;
  readonly code: number | undefined;
  readonly body: Record<string, unknown>;
}

function clientNamed(name: string) {
  const client = DEFAULT_WORLD.clients.find((each) => each.name === name);
  assert.ok(client);
  return { id: client.client_id, secret: client.secrets?.[0]?.value ?? "" };
}

export function encode(fields: Fields): string {
  const sent = Object.entries(fields).filter(([, value]) =>
    value !== undefined
  );
  return new URLSearchParams(sent as [string, string][]).toString();
}

/** A handler whose time stands still until a test moves it. */
export function openSandbox(
  options: SandboxHandlerOptions = {},
): SandboxHandler {
  return createSandboxHandler({
    clock: { now: () => Date.UTC(2026, 2, 4, 5, 6, 7) },
    ...options,
  });
}

export async function postForm(
  sandbox: SandboxHandler,
  { path = `/${CONTOSO}/oauth2/v2.0/token`, fields, body, headers = {} }: {
    path?: string;
    fields?: Fields;
    body?: string;
    headers?: Record<string, string>;
  },
): Promise<{ response: Response; body: Record<string, unknown> }> {
  const response = await sandbox.fetch(
    new Request(sandbox.origin + path, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      body: body ?? encode(fields ?? {}),
    }),
  );
  return { response, body: await response.json() };
}

export function errorOf(
  { response, body }: { response: Response; body: Record<string, unknown> },
): ErrorAnswer {
  const codes = body["error_codes"];
  return {
    status: response.status,
    error: String(body["error"]),
    code: Array.isArray(codes) ? codes[0] : undefined,
    body,
  };
}

/** A browser: it keeps cookies and follows nothing. */
export interface Visitor {
  get(path: string): Promise<Response>;
  post(path: string, fields: Fields): Promise<Response>;
  /** Goes to the authorization endpoint. */
  authorize(fields: Fields, tenant?: string): Promise<Response>;
  /** Presses a button of the form on a page. */
  press(page: Response, fields: Fields): Promise<Response>;
  /** Signs in with the password of the seed and accepts what is asked. */
  signIn(page: Response, username: string): Promise<Response>;
}

export function openBrowser(
  sandbox: Pick<SandboxHandler, "origin" | "fetch">,
): Visitor {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join(
      "; ",
    );
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await sandbox.fetch(
      new Request(new URL(path, sandbox.origin), { ...init, headers }),
    );
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const visitor: Visitor = {
    get: (path) => send(path),
    post: (path, fields) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: encode(fields),
      }),
    authorize: (fields, tenant = CONTOSO) =>
      send(`/${tenant}/oauth2/v2.0/authorize?${encode(fields)}`),
    async press(page, fields) {
      const html = await page.text();
      const action = html.match(/action="(\/signin\/[^"]+)"/)?.[1];
      assert.ok(action, `The page has no form: ${html}`);
      return await visitor.post(action, fields);
    },
    async signIn(page, username) {
      const password = DEFAULT_WORLD.users.find((user) =>
        user.username === username
      )?.password;
      return await visitor.press(page, {
        action: "sign_in",
        username,
        password,
      });
    },
  };
  return visitor;
}

/** The parameters that a redirect carries. */
export function redirected(response: Response): URLSearchParams {
  assert.equal(response.status, 302);
  const url = new URL(response.headers.get("location") ?? "");
  return url.search === ""
    ? new URLSearchParams(url.hash.slice(1))
    : url.searchParams;
}

/** An authorization request of the command-line client in which nothing is wrong. */
export const CLI_REQUEST: Fields = {
  client_id: CLI.id,
  response_type: "code",
  redirect_uri: "http://localhost:53412",
  scope: "openid profile offline_access User.Read",
  state: "state-1",
  nonce: "nonce-1",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

/** The same for the web application. */
export const SHOP_REQUEST: Fields = {
  ...CLI_REQUEST,
  client_id: SHOP.id,
  redirect_uri: "https://app.contoso.example/callback",
};

/** A code for the command-line client, got by signing in as Ada. */
export async function codeFor(
  sandbox: SandboxHandler,
  changes: Fields = {},
): Promise<string> {
  const browser = openBrowser(sandbox);
  const page = await browser.authorize({ ...CLI_REQUEST, ...changes });
  const code = redirected(await browser.signIn(page, ADA)).get("code");
  assert.ok(code);
  return code;
}

/** The token request that fits {@linkcode CLI_REQUEST}. */
export function redemption(code: string, changes: Fields = {}): Fields {
  return {
    grant_type: "authorization_code",
    client_id: CLI.id,
    code,
    redirect_uri: "http://localhost:53412",
    code_verifier: VERIFIER,
    ...changes,
  };
}

/** A token for the command-line client, got as Ada or as somebody else who needs no second factor. */
export async function userToken(
  sandbox: SandboxHandler,
  { scope, username = ADA, claims }: {
    scope: string;
    username?: string;
    claims?: string;
  },
): Promise<Record<string, unknown>> {
  const { body } = await postForm(sandbox, {
    fields: {
      grant_type: "password",
      client_id: CLI.id,
      scope,
      username,
      password: passwordOf(username),
      claims,
    },
  });
  assert.equal(body["error_description"], undefined);
  return body;
}

export function passwordOf(username: string): string {
  const user = DEFAULT_WORLD.users.find((each) => each.username === username);
  assert.ok(user);
  return user.password;
}

export function claimsOf(token: unknown): Record<string, unknown> {
  const payload = String(token).split(".")[1] ?? "";
  const bytes = Uint8Array.fromBase64(payload, { alphabet: "base64url" });
  return JSON.parse(new TextDecoder().decode(bytes));
}
