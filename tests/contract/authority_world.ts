// What the two authorities have in common: how they are opened, who is in them, what they answer.
import assert from "node:assert/strict";
import { CLIENT_CERTIFICATE } from "../support/oracle/key_pairs.ts";
import {
  ORACLE_WORLD,
  PORTAL_CLIENT,
  VAULT_CLIENT,
} from "../support/oracle/world.ts";

/** A running authority. */
export interface Authority {
  readonly origin: string;
  close(): Promise<void>;
}

/** One of the two callers of the contract. */
export interface AuthorityCaller {
  readonly name: "sandbox" | "oracle";
  /**
   * Opens a fresh authority.
   *
   * @param signIn `automatic`: Ada signs in without a page, and approves device codes after two polls
   */
  open(signIn: "automatic" | "pages"): Promise<Authority>;
}

/** Polls are this far apart, so that the suite does not wait for them. */
export const POLL_SECONDS = 0.02;

export const CONTOSO = tenantOf("contoso.onmicrosoft.example");
export const FABRIKAM = tenantOf("fabrikam.onmicrosoft.example");
export const CLI = clientNamed("Contoso CLI");
export const DAEMON = clientNamed("Contoso Nightly Report");
export const SHOP = clientNamed("Contoso Web Shop");
export const EXPIRED = clientNamed("Contoso Legacy Sync");
export const ORDERS = clientNamed("Contoso Orders API");
export const SPA = clientNamed("Fabrikam Dashboard");
export const PORTAL = clientNamed(PORTAL_CLIENT.name);
export const VAULT = {
  ...clientNamed(VAULT_CLIENT.name),
  ...CLIENT_CERTIFICATE,
};
export const ADA = userNamed("ada@contoso.onmicrosoft.example");
export const GRACE = userNamed("grace@contoso.onmicrosoft.example");
export const EDSGER = userNamed("edsger@contoso.onmicrosoft.example");
export const NOBODY = "00000000-1111-4222-8333-444444444444";

export const LOOPBACK = "http://localhost:53412";
export const CALLBACK = "https://app.contoso.example/callback";
export const INTRANET = "https://intranet.contoso.example/signin";
export const GRAPH_DEFAULT = "https://graph.microsoft.com/.default";
export const SIGN_IN_SCOPES = "openid profile offline_access User.Read";

// RFC 7636, appendix B.
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

function tenantOf(domain: string): string {
  const tenant = ORACLE_WORLD.tenants.find((each) => each.domain === domain);
  assert.ok(tenant);
  return tenant.id;
}

function clientNamed(name: string): { id: string; secret: string } {
  const client = ORACLE_WORLD.clients.find((each) => each.name === name);
  assert.ok(client);
  return { id: client.client_id, secret: client.secrets?.[0]?.value ?? "" };
}

function userNamed(username: string): { username: string; password: string } {
  const user = ORACLE_WORLD.users.find((each) => each.username === username);
  assert.ok(user);
  return user;
}

/** Parameters; `undefined` leaves one out. */
export type Fields = Readonly<Record<string, string | undefined>>;

export function encode(fields: Fields): URLSearchParams {
  const sent = Object.entries(fields).filter((pair): pair is [string, string] =>
    pair[1] !== undefined
  );
  return new URLSearchParams(sent);
}

/** What an authority said to a request. */
export interface Answer {
  readonly status: number;
  /** How it was said: as JSON, in a redirect, on a page. */
  readonly by: "json" | "redirect" | "page";
  readonly error: string | undefined;
  readonly code: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as it is sent; nothing here is checked by a client. */
export interface RawRequest {
  readonly path?: string;
  readonly tenant?: string;
  readonly fields?: Fields;
  readonly body?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a form, by default to the token endpoint. */
export async function post(
  authority: Authority,
  { tenant = CONTOSO, path = "token", fields = {}, body, method, headers }:
    RawRequest,
): Promise<Answer> {
  const url = `${authority.origin}/${tenant}/oauth2/v2.0/${path}`;
  const text = body ?? encode(fields).toString();
  const response = method === "GET"
    ? await fetch(`${url}?${text}`)
    : await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      body: text,
    });
  const answer: Record<string, unknown> = await response.json();
  const codes = answer.error_codes;
  return {
    status: response.status,
    by: "json",
    error: textOf(answer.error),
    code: Array.isArray(codes) ? codes[0] : undefined,
    body: answer,
  };
}

/** Asks the authorization endpoint and follows nothing. */
export async function authorize(
  authority: Authority,
  { tenant = CONTOSO, fields = {}, body }: RawRequest,
): Promise<Answer> {
  const query = body ?? encode(fields).toString();
  const response = await fetch(
    `${authority.origin}/${tenant}/oauth2/v2.0/authorize?${query}`,
    { redirect: "manual", headers: { accept: "text/html" } },
  );
  const page = await response.text();
  const location = response.headers.get("location");
  if (location === null) {
    const code = page.match(/AADSTS(\d+)/)?.[1];
    return {
      status: response.status,
      by: "page",
      error: undefined,
      code: code === undefined ? undefined : Number(code),
      body: { page, _oidc_provider: page.match(/(engine|layer): /)?.[0] },
    };
  }
  const url = new URL(location, authority.origin);
  const parameters = url.hash.length > 1
    ? new URLSearchParams(url.hash.slice(1))
    : url.searchParams;
  const code = parameters.get("error_description")?.match(/^AADSTS(\d+)/)?.[1];
  return {
    status: response.status,
    by: "redirect",
    error: parameters.get("error") ?? undefined,
    code: code === undefined ? undefined : Number(code),
    body: Object.fromEntries(parameters),
  };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A member of an answer that has to be there. */
export function member({ body }: Answer, name: string): string {
  const value = textOf(body[name]);
  assert.ok(value, `The answer has no ${name}: ${JSON.stringify(body)}`);
  return value;
}

export function claimsOf(token: string): Record<string, unknown> {
  const bytes = Uint8Array.fromBase64(token.split(".")[1] ?? "", {
    alphabet: "base64url",
  });
  return JSON.parse(new TextDecoder().decode(bytes));
}
