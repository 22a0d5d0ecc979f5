import {
  type Authority,
  expectedIssuer,
  isLoopback,
  readAuthority,
} from "../entra/authority.ts";
import { type Cloud, CLOUDS } from "../entra/clouds.ts";
import { isGuid, tenantKind } from "../entra/tenants.ts";
import type { ExchangeEvent } from "../events.ts";
import { discover } from "../protocol/discover.ts";
import { type Members, ownMember } from "./json_object.ts";
import { checkOf, quoted } from "./verify_check.ts";
import type {
  ExpectedToken,
  PublishedKeys,
  TokenCheck,
} from "./verify_result.ts";

/** Hosts that issue tokens of version 1.0. The US Government cloud shares the public one's. */
const V1_HOSTS: Readonly<Record<string, Cloud["name"]>> = {
  "sts.windows.net": "public",
  "sts.chinacloudapi.cn": "china",
};
/** External ID and B2C, where each tenant has a host. */
const TENANT_HOSTS = /^[a-z0-9-]+\.(?:ciamlogin\.com|b2clogin\.(?:com|us|cn))$/;
/** The policy of B2C becomes part of an address. */
const POLICY = /^b2c_1a?_[\w-]{1,128}$/i;

/** What is known of who issued a token. */
export interface IssuerFinding {
  /** The check. */
  readonly check: TokenCheck;
  /** Where its keys are; absent when the check failed, or the keys are given. */
  readonly authority?: Authority;
  /** The one tenant that the trusted authority is, when it is one. */
  readonly tenant?: string;
}

/** What an issuer is judged by. */
export interface IssuerOptions {
  readonly expected: ExpectedToken;
  /** Where keys are asked for; absent when they are given. */
  readonly published: PublishedKeys | undefined;
  readonly signal: AbortSignal | undefined;
}

type Finding = AsyncGenerator<ExchangeEvent, IssuerFinding>;

/** The tenant in an issuer's address, which has to be the token's own. */
function tenantOf(issuer: URL): string | undefined {
  return issuer.pathname.split("/").find(isGuid);
}

function cloudOf(issuer: URL): Cloud | undefined {
  if (issuer.protocol !== "https:" || issuer.port !== "") return undefined;
  const named = Object.hasOwn(V1_HOSTS, issuer.hostname)
    ? V1_HOSTS[issuer.hostname]
    : undefined;
  return CLOUDS.find(({ name, loginHost }) =>
    named === name || loginHost === issuer.hostname
  );
}

/** The issuers of a tenant in one of Microsoft's clouds, letter for letter. */
function isOfCloud(issuer: URL, text: string): boolean {
  const tenant = tenantOf(issuer) ?? "";
  return Object.hasOwn(V1_HOSTS, issuer.hostname)
    ? text === `https://${issuer.hostname}/${tenant}/`
    : text === `https://${issuer.hostname}/${tenant}/v2.0`;
}

/** Where the metadata is of an issuer that is Microsoft's; none for others. */
function microsoftAddress(text: string, payload: Members): string | undefined {
  const issuer = URL.parse(text);
  if (issuer === null || tenantOf(issuer) === undefined) return undefined;
  const cloud = cloudOf(issuer);
  if (cloud !== undefined) {
    return isOfCloud(issuer, text)
      ? `https://${cloud.loginHost}/${tenantOf(issuer)}`
      : undefined;
  }
  if (issuer.protocol !== "https:" || !TENANT_HOSTS.test(issuer.host)) {
    return undefined;
  }
  const policy = ownMember(payload, "tfp") ?? ownMember(payload, "acr");
  const isPolicy = typeof policy === "string" && POLICY.test(policy);
  return issuer.host.endsWith(".ciamlogin.com") || !isPolicy
    ? text
    : `${issuer.origin}/${tenantOf(issuer)}/${policy}`;
}

async function* open(
  options: Parameters<typeof readAuthority>[0],
  { published, signal }: {
    readonly published: PublishedKeys;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<ExchangeEvent, Authority> {
  const reference = readAuthority(options);
  if (reference.type === "known") return reference.authority;
  const { ports } = published;
  return yield* discover(reference.address, { ports, signal });
}

/** AD FS signs access tokens under another name than the one that its metadata has. */
function isOfAdfs({ origin, issuer }: Authority, text: string): boolean {
  const { host } = new URL(origin);
  return URL.parse(issuer)?.pathname.replace(/\/$/, "") === "/adfs" &&
    [`http://${host}`, `https://${host}`]
      .some((base) => text === `${base}/adfs/services/trust`);
}

/** Version 1.0 has an issuer of its own; an emulator on this machine has it beside the tenants. */
function v1IssuerOf({ kind, origin }: Authority, tid: string): string[] {
  const { hostname } = new URL(origin);
  const cloud = CLOUDS.find(({ loginHost }) => loginHost === hostname);
  if (cloud !== undefined) {
    const host = cloud.name === "china"
      ? "sts.chinacloudapi.cn"
      : "sts.windows.net";
    return [`https://${host}/${tid}/`];
  }
  return kind === "entra" && isLoopback(hostname)
    ? [`${origin}/sts/${tid}/`]
    : [];
}

/** The issuers that an authority may write: of both versions where it is Entra. */
function issuersOf(authority: Authority, tid: unknown): readonly string[] {
  const issuer = expectedIssuer(authority, tid);
  if (issuer === undefined) return [];
  return typeof tid === "string"
    ? [issuer, ...v1IssuerOf(authority, tid.toLowerCase())]
    : [issuer];
}

function mismatch(text: string, wanted: readonly string[]): TokenCheck {
  return checkOf("issuer").fail(
    "issuer_mismatch",
    `Issued by ${quoted(text)}, not by ${
      wanted.map(quoted).join(" or ") || "a tenant of the authority"
    }`,
    "Versions 1.0 and 2.0 have different issuers; the API decides which version its tokens have",
  );
}

/** Checks the issuer against an authority that the caller trusts. */
async function* ofAuthority(
  text: string,
  { payload, published, signal }: {
    readonly payload: Members;
    readonly published: PublishedKeys;
    readonly signal: AbortSignal | undefined;
  },
): Finding {
  const place = { published, signal };
  const authority = yield* open(published.authority ?? {}, place);
  const kind = tenantKind(authority.tenant);
  const tenant = kind === undefined ? {} : { tenant: authority.tenant };
  const wanted = issuersOf(authority, ownMember(payload, "tid"));
  const check = checkOf("issuer").pass(
    "issuer_matches",
    `Issued by ${quoted(text)}`,
  );
  if (wanted.includes(text) || isOfAdfs(authority, text)) {
    return { check, authority, ...tenant };
  }
  return { check: mismatch(text, wanted) };
}

function tenantMismatch(text: string, payload: Members): boolean {
  const tid = ownMember(payload, "tid");
  const issuer = URL.parse(text);
  const tenant = issuer === null ? undefined : tenantOf(issuer);
  return typeof tid === "string" && tenant !== undefined &&
    tenant.toLowerCase() !== tid.toLowerCase();
}

/** Judges an issuer by its name, where no authority was named. */
function byName(
  text: string,
  { isMicrosoft, isExpected, asks }: {
    readonly isMicrosoft: boolean;
    readonly isExpected: boolean;
    readonly asks: boolean;
  },
): TokenCheck {
  const check = checkOf("issuer");
  const message = `Issued by ${quoted(text)}`;
  if (isExpected) return check.pass("issuer_matches", message);
  if (isMicrosoft) {
    return check.pass("issuer_microsoft", `${message}, a tenant at Microsoft`);
  }
  if (!asks) {
    return check.skip("not_asked", `${message}; no issuer was asked for`);
  }
  return check.fail(
    "issuer_unknown",
    `${message}, which is not Microsoft and was not named`,
    "Anybody can run an issuer: name the one that you trust by --iss or --authority",
  );
}

/** An expected issuer may leave the tenant open, as metadata does. */
function isIssuer(
  text: string,
  { wanted, payload }: { readonly wanted: string; readonly payload: Members },
): boolean {
  const tid = ownMember(payload, "tid");
  return text === wanted ||
    (typeof tid === "string" && isGuid(tid) &&
      text === wanted.replace("{tenantid}", tid));
}

/** What is wrong with an issuer before anybody is asked. */
function refusal(payload: Members, wanted?: string): TokenCheck | undefined {
  const check = checkOf("issuer");
  const text = ownMember(payload, "iss");
  if (typeof text !== "string" || text === "") {
    return check.fail(
      "issuer_missing",
      "The token does not say who issued it (iss)",
    );
  }
  if (wanted !== undefined && !isIssuer(text, { wanted, payload })) {
    return mismatch(text, [wanted]);
  }
  return microsoftAddress(text, payload) !== undefined &&
      tenantMismatch(text, payload)
    ? check.fail(
      "issuer_tenant_mismatch",
      `Its issuer ${quoted(text)} and its tenant ${
        quoted(ownMember(payload, "tid"))
      } differ`,
    )
    : undefined;
}

/**
 * Checks who issued a token, and finds where that one's keys are. Nobody is
 * asked because a token says so: only Microsoft's hosts, the issuer that is
 * expected and the authority that is trusted.
 *
 * @param payload The claims.
 * @param options What is expected, and where keys are asked for.
 * @returns The exchanges with the issuer, then the check and the authority.
 * @throws {AuthError} What went wrong while asking for the issuer's metadata.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer | Validate the issuer}
 */
export async function* checkIssuer(
  payload: Members,
  { expected, published, signal }: IssuerOptions,
): Finding {
  const refused = refusal(payload, expected.issuer);
  if (refused !== undefined) return { check: refused };
  const text = String(ownMember(payload, "iss"));
  if (published?.authority !== undefined) {
    return yield* ofAuthority(text, { payload, published, signal });
  }
  const address = microsoftAddress(text, payload);
  const check = byName(text, {
    isMicrosoft: address !== undefined,
    isExpected: expected.issuer !== undefined,
    asks: published !== undefined,
  });
  if (check.ok !== true || published === undefined) return { check };
  const authority = yield* open({ authority: address ?? text }, {
    published,
    signal,
  });
  const isOwn = issuersOf(authority, ownMember(payload, "tid")).includes(text);
  return isOwn
    ? { check, authority }
    : { check: mismatch(text, [authority.issuer]) };
}
