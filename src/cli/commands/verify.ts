import { load } from "../../adapters/load.ts";
import type { AuthorityOptions } from "../../engine/entra/authority.ts";
import { parseScopes } from "../../engine/entra/scopes.ts";
import type { ExchangeEvent } from "../../engine/events.ts";
import type { RejectionTarget } from "../../engine/jwt/reject.ts";
import { verifySteps } from "../../engine/jwt/verify.ts";
import type {
  ExpectedToken,
  TokenCheck,
  Verification,
  VerifyOptions,
} from "../../engine/jwt/verify_result.ts";
import { callPorts } from "../call/call_ports.ts";
import type { Context } from "../context.ts";
import { TokenNotValidError, UsageError } from "../errors.ts";
import type { VerifyFlags } from "../flags/verify.ts";
import { readKeySet } from "../call/key_set.ts";
import { toJson } from "../output/json.ts";
import {
  prettyRejection,
  prettyVerification,
} from "../output/verify_pretty.ts";
import { viewRejection, viewVerification } from "../output/verify_view.ts";
import { tellWhenSlow } from "../terminal/slow_notice.ts";
import { createStyle, usesColor } from "../terminal/style.ts";
import { type GivenToken, readGivenToken } from "../call/token_argument.ts";

/** How the answer is written. */
interface Writer {
  readonly context: Context;
  readonly isJson: boolean;
}

/** What was asked for, but for whom and by whom. */
function commonExpectations(
  { tenant, scope, role, app, type }: VerifyFlags,
): Omit<ExpectedToken, "audience" | "issuer"> {
  return {
    ...(tenant === undefined ? {} : { tenant }),
    ...(scope === undefined ? {} : { scopes: parseScopes(scope) }),
    ...(role === undefined ? {} : { roles: role }),
    ...(app === undefined ? {} : { client: app }),
    ...(type === undefined ? {} : { subject: type }),
  };
}

function expectations(flags: VerifyFlags): ExpectedToken {
  const { aud, iss } = flags;
  return {
    ...commonExpectations(flags),
    ...(aud === undefined ? {} : { audience: aud }),
    ...(iss === undefined ? {} : { issuer: iss }),
  };
}

/** The authority that is trusted: what was named, else the profile's. */
function authorityOf(
  { authority, cloud, tenant }: VerifyFlags,
  given: GivenToken,
): AuthorityOptions | undefined {
  if (authority === undefined && cloud === undefined) return given.authority;
  const tenantId = tenant ?? given.authority?.tenantId;
  if (authority === undefined) {
    return { cloud: cloud ?? "public", tenantId: tenantId ?? "common" };
  }
  return { authority, ...(tenant === undefined ? {} : { tenantId: tenant }) };
}

async function optionsOf(
  flags: VerifyFlags,
  { given, context, onExchange }: {
    readonly given: GivenToken;
    readonly context: Context;
    readonly onExchange: (event: ExchangeEvent) => void;
  },
): Promise<VerifyOptions> {
  const { io } = context;
  const all = await callPorts(io, () => {});
  const ports = { ...all, fetch: tellWhenSlow(all.fetch, context) };
  const { signal } = io;
  const authority = authorityOf(flags, given);
  return {
    keys: flags.jwks === undefined
      ? { ports, ...(authority === undefined ? {} : { authority }) }
      : { jwks: await readKeySet(flags.jwks, { io, ports, onExchange }) },
    now: io.clock.now(),
    expected: expectations(flags),
    signal,
  };
}

function codesOf(checks: readonly TokenCheck[]): string {
  return checks.filter(({ ok }) => ok === false).map(({ code }) => code)
    .join(", ");
}

async function explainFor(
  resource: string,
  { flags, text, writer: { context, isJson } }: {
    readonly flags: VerifyFlags;
    readonly text: string;
    readonly writer: Writer;
  },
): Promise<void> {
  const { explainRejection } = await load<
    typeof import("../../engine/jwt/reject.ts")
  >("../../engine/jwt/reject.ts", import.meta.url);
  const { io, options } = context;
  const target: RejectionTarget = {
    ...commonExpectations(flags),
    resource,
    ...(flags.cloud === undefined ? {} : { cloud: flags.cloud }),
  };
  const found = explainRejection(text, target, { now: io.clock.now() });
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  io.stdout.write(
    isJson ? toJson(viewRejection(found)) : prettyRejection(found, style),
  );
  if (found.rejected) {
    throw new TokenNotValidError(
      `The API would reject the token: ${codesOf(found.reasons)}`,
    );
  }
  const form = found.checks.find(({ check }) => check === "form");
  if (form !== undefined && form.ok !== true) {
    throw new TokenNotValidError(
      `Cannot tell whether the API would reject the token: ${form.code}`,
    );
  }
}

/** What is sent is traced, however it ends. */
async function verification(
  given: GivenToken,
  { flags, context }: {
    readonly flags: VerifyFlags;
    readonly context: Context;
  },
): Promise<Verification> {
  const trace = await context.trace?.begin();
  const onExchange = (event: ExchangeEvent) => trace?.onEvent(event);
  try {
    const options = await optionsOf(flags, { given, context, onExchange });
    const steps = verifySteps(given.text, options);
    let next = await steps.next();
    for (; !next.done; next = await steps.next()) {
      if (next.value.type === "exchange") onExchange(next.value);
    }
    return next.value;
  } finally {
    trace?.end();
  }
}

async function verifyFor(
  given: GivenToken,
  { flags, writer: { context, isJson } }: {
    readonly flags: VerifyFlags;
    readonly writer: Writer;
  },
): Promise<void> {
  const { io, options } = context;
  const found = await verification(given, { flags, context });
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  io.stdout.write(
    isJson ? toJson(viewVerification(found)) : prettyVerification(found, style),
  );
  if (found.valid) return;
  const wrong = codesOf(found.checks);
  if (wrong !== "") {
    throw new TokenNotValidError(`The token is not valid: ${wrong}`);
  }
  const signature = found.checks.find(({ check }) => check === "signature");
  throw new TokenNotValidError(
    `The token is not verified: ${signature?.code ?? "not_checked"}`,
  );
}

function checkFlags(flags: VerifyFlags): void {
  const { output, json, aud, iss, jwks, authority } = flags;
  if (json && output === "pretty") {
    throw new UsageError(
      "Cannot use --json and -o pretty together",
      "--json is short for -o json",
    );
  }
  if (flags.for === "") {
    throw new UsageError(
      "Cannot tell which API is meant: --for is empty",
      "Give its address, its id or a name such as graph",
    );
  }
  const network = aud ?? iss ?? jwks ?? authority;
  if (flags.for !== undefined && network !== undefined) {
    throw new UsageError(
      "Cannot use --for together with --aud, --iss, --jwks or --authority",
      "--for asks nobody and knows the audience; leave it out to verify",
    );
  }
}

/** Verifies a token, or says why an API would reject it. */
export default async function verify(
  this: Context,
  flags: VerifyFlags,
  token?: string,
): Promise<void> {
  checkFlags(flags);
  const given = await readGivenToken(token, {
    flags,
    context: this,
    action: "verify",
  });
  const isJson = flags.json === true || flags.output === "json";
  const writer = { context: this, isJson };
  if (flags.for === undefined) return await verifyFor(given, { flags, writer });
  await explainFor(flags.for, { flags, text: given.text, writer });
}
