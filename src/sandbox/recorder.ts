import type { SandboxClock } from "./clock.ts";

/** One request as the control API shows it: no secret, code or token is kept. */
export interface RecordedRequest {
  /** ISO 8601 time, by the sandbox's clock. */
  readonly at: string;
  /** HTTP method. */
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Query parameters; what could be a secret is replaced by `[redacted]`. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Form parameters, treated the same; absent when there was no form. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  /** The headers that say something about a client. Of `authorization` only the scheme is kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** Status of the answer; absent while there is none. */
  readonly status?: number;
}

export interface Recorder {
  begin(request: Request, body: string): (status: number) => void;
  list(): readonly RecordedRequest[];
  clear(): void;
}

const SECRET_NAME =
  /secret|passw|pwd|pin|otp|token|refresh|assertion|jwt|code|credential|cookie|session|key|sig/i;
// A token is a secret under any name.
const TOKEN = /\beyJ[\w-]*\.[\w-]+\./;
// Names that look secret by the rule above and are not.
const PLAIN_NAMES = new Set([
  "client_assertion_type",
  "code_challenge",
  "code_challenge_method",
  "requested_token_type",
  "requested_token_use",
  "token_type",
]);
const HEADERS =
  /^(accept|client-request-id|content-type|origin|return-client-request-id|user-agent|x-client-.*|x-ms-lib-capability|x-anchormailbox)$/;
const MAX_RECORDS = 10_000;

export function createRecorder(clock: SandboxClock): Recorder {
  const records: (RecordedRequest & { status?: number })[] = [];
  return {
    begin(request, body) {
      const url = new URL(request.url);
      const type = request.headers.get("content-type") ?? "";
      const record: typeof records[number] = {
        at: new Date(clock.now()).toISOString(),
        method: request.method,
        path: url.pathname,
        query: redacted(url.searchParams),
        ...(type.includes("form-urlencoded")
          ? { form: redacted(new URLSearchParams(body)) }
          : {}),
        headers: keptHeaders(request.headers),
      };
      records.push(record);
      if (records.length > MAX_RECORDS) records.shift();
      return (status) => {
        record.status = status;
      };
    },
    list: () => records.map((record) => ({ ...record })),
    clear() {
      records.length = 0;
    },
  };
}

function redacted(
  parameters: URLSearchParams,
): Record<string, string | readonly string[]> {
  const shown: Record<string, string | readonly string[]> = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name).map((value) => shownAs(name, value));
    shown[name] = values.length === 1 ? values[0] ?? "" : values;
  }
  return shown;
}

function shownAs(name: string, value: string): string {
  const secret = SECRET_NAME.test(name) && !PLAIN_NAMES.has(name);
  return secret || TOKEN.test(value) ? "[redacted]" : value;
}

function keptHeaders(headers: Headers): Record<string, string> {
  const kept = [...headers].filter(([name]) => HEADERS.test(name))
    .map(([name, value]) => [name, shownAs(name, value)]);
  const authorization = headers.get("authorization");
  if (authorization === null) return Object.fromEntries(kept);
  const scheme = authorization.match(/^[A-Za-z]{1,10}(?= )/)?.[0];
  return {
    ...Object.fromEntries(kept),
    authorization: scheme === undefined ? "[redacted]" : `${scheme} [redacted]`,
  };
}
