import { type AadstsCode, type Refusal, REFUSALS } from "./refusal_table.ts";

interface RefusalDetails {
  readonly error: string;
  readonly status: number;
  readonly code?: number;
  readonly suberror?: string;
  readonly claims?: string;
}

/** A request that the sandbox refuses, in Entra's terms. The message is the text after the AADSTS code. */
export class EntraRefusal extends Error {
  override readonly name = "EntraRefusal";
  readonly error: string;
  readonly status: number;
  /** Without a number for the few errors that have none, such as `authorization_declined`. */
  readonly code: number | undefined;
  readonly suberror: string | undefined;
  readonly claims: string | undefined;

  constructor(text: string, details: RefusalDetails) {
    super(text);
    this.error = details.error;
    this.status = details.status;
    this.code = details.code;
    this.suberror = details.suberror;
    this.claims = details.claims;
  }
}

export function refusal(
  code: AadstsCode,
  values: Readonly<Record<string, string>> = {},
): EntraRefusal {
  const entry: Refusal = REFUSALS[code];
  const text = entry.text.replace(
    /\{(\w+)\}/g,
    (_whole, name: string) => values[name] ?? "",
  );
  return new EntraRefusal(text, {
    ...entry,
    status: entry.status ?? 400,
    code,
  });
}

/** The same refusal under another OAuth error: the endpoints differ in their names for it. */
export function renamed(
  { message, code }: EntraRefusal,
  error: string,
): EntraRefusal {
  return new EntraRefusal(message, {
    error,
    // RFC 6749, 5.2: only a client that could not prove itself is told by 401.
    status: error === "invalid_client" ? 401 : 400,
    ...(code === undefined ? {} : { code }),
  });
}

export function refusalEntry(code: number): Refusal | undefined {
  return (REFUSALS as Readonly<Record<number, Refusal>>)[code];
}
