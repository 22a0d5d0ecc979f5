import { readAuthority } from "../../engine/entra/authority.ts";
import { parseClaims } from "../../engine/entra/claims_request.ts";
import { clientPreset, resourcePreset } from "../../engine/entra/presets.ts";
import {
  checkAppScopes,
  checkUserScopes,
  parseScopes,
} from "../../engine/entra/scopes.ts";
import { isGuid, parseTenant } from "../../engine/entra/tenants.ts";
import { checkRedirectUri } from "../../engine/protocol/redirect_uri.ts";
import { parseAssertionReference } from "../../settings/assertion_reference.ts";
import {
  findProfile,
  isProfileName,
  type Profile,
  PROFILE_NAME_RULE,
} from "../../settings/profile.ts";
import { parseSecretReference } from "../../settings/secret_reference.ts";
import type { ProfileDraft } from "../../tui/runtime/form_services.ts";
import type {
  FormFieldId,
  FormProblems,
  FormValues,
} from "../../tui/state/form.ts";
import { visibleFields } from "../../tui/state/form_select.ts";
import { isLocalFlow } from "../call/flow_choice.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";

/** What a field is checked by. */
interface Checking {
  readonly text: string;
  readonly values: FormValues;
  readonly draft: ProfileDraft;
  readonly profiles: readonly Profile[];
}

type Check = (checking: Checking) => string | undefined;

/** What was not said before: the value stands on the screen already. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "This cannot be used";
  const { hint } = error as { readonly hint?: unknown };
  const [, detail] = /^Cannot [^:]*"[^"]*": (.+)$/s.exec(error.message) ?? [];
  const text = detail ?? (typeof hint === "string" ? hint : error.message);
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The rules of the command line throw. */
function unless(rule: () => unknown): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function needed(what: string): Check {
  return ({ text }) => text === "" ? what : undefined;
}

function given(check: Check): Check {
  return (checking) => checking.text === "" ? undefined : check(checking);
}

const name: Check = ({ text, draft, profiles }) => {
  if (text === "") return "A profile needs a name";
  if (!isProfileName(text)) return `A name has ${PROFILE_NAME_RULE}`;
  const own = draft.purpose === "edit" ? draft.profile?.toLowerCase() : "";
  const other = findProfile(profiles, text);
  return other === undefined || other.name.toLowerCase() === own
    ? undefined
    : `The profile "${other.name}" is already there`;
};

const clientId: Check = ({ text }) => {
  if (text === "") return "The application (client) id is needed";
  if (isGuid(text)) return undefined;
  return unless(() => clientPreset(text)) === undefined
    ? undefined
    : "It is a GUID, shown as Application (client) ID in the portal, or the name of one of Microsoft's own clients";
};

const tenant: Check = ({ text, values }) => {
  if (text !== "") return unless(() => parseTenant(text));
  return values.cloud === "authority"
    ? undefined
    : "The tenant is needed: an id, a domain, common, organizations or consumers";
};

const authority: Check = ({ text, values }) => {
  if (text === "") return "The authority's address is needed";
  // Anything could be a host's name, and asking for it would take its time.
  if (!/:|\.|^localhost\b/.test(text)) {
    return "This is not an address; write it as https://login.microsoftonline.com/contoso.onmicrosoft.com";
  }
  const named = values.tenant.trim();
  if (named !== "" && unless(() => parseTenant(named)) !== undefined) {
    return undefined;
  }
  const tenantId = named === "" ? {} : { tenantId: named };
  return unless(() => readAuthority({ authority: text, ...tenantId }));
};

/** Another provider has its own rules for scopes. */
function isEntra({ cloud, authority, tenant }: FormValues): boolean {
  if (cloud !== "authority") return true;
  try {
    const reference = readAuthority({
      authority: authority.trim(),
      ...(tenant.trim() === "" ? {} : { tenantId: tenant.trim() }),
    });
    return reference.type === "known" && reference.authority.kind === "entra";
  } catch {
    return false;
  }
}

/** The hints name options of the command line. */
const scopes: Check = ({ text, values }) =>
  unless(() => {
    const list = parseScopes(text);
    const { flow, proof } = values;
    if (!isEntra(values)) return;
    const isApp = flow === ""
      ? proof !== "none"
      : flow === "client-credentials";
    if (isApp) checkAppScopes(list);
    else if (!isLocalFlow(flow as FlowName)) checkUserScopes(list);
  })?.replace(/, or --resource .*$/, "");

/** An identifier has a scheme or is a GUID; a bare word is a name of ours. */
const resource: Check = ({ text }) => {
  if (text === "") return "The API is needed: its address, its id, or its name";
  if (!/^[a-z]+(-[a-z]+)*$/i.test(text)) {
    return unless(() => parseScopes(text));
  }
  return unless(() => resourcePreset(text)) === undefined
    ? undefined
    : "No API is known by this name; give its address or its id";
};

/** The text may be a secret typed into the wrong field: it is never repeated. */
function place(from: (values: FormValues) => string): Check {
  return ({ text, values }) => {
    const kind = from(values);
    if (text === "") return "It is needed: where the secret is";
    if (parseSecretReference(`${kind}:${text}`) !== undefined) return undefined;
    return kind === "env"
      ? "This is not the name of an environment variable"
      : "This cannot be read: is a quote not closed?";
  };
}

/** A person's own secrets are never kept. */
const own: Check = ({ text }) =>
  ["env", "file"].includes(parseSecretReference(text)?.from ?? "")
    ? undefined
    : "Tell where it is, as env:NAME or file:PATH; it must not be written here";

const CHECKS: { readonly [Id in FormFieldId]?: Check } = {
  name,
  clientId,
  tenant,
  authority,
  scopes: given(scopes),
  resource,
  redirectUri: given(({ text }) => unless(() => checkRedirectUri(text))),
  password: given(own),
  refreshToken: given(own),
  userAssertion: given((checking) =>
    /^profile:.+$/.test(checking.text) ? undefined : own(checking)
  ),
  identityId: needed("The id of the identity is needed"),
  clientSecret: ({ draft }) =>
    draft.secrets.clientSecret === undefined
      ? "Type or paste the secret"
      : undefined,
  secretPlace: place(({ secretFrom }) => secretFrom),
  clientCertificate: needed("The path of the certificate is needed"),
  certificatePassword: ({ draft }) =>
    draft.secrets.certificatePassword === undefined
      ? "Type or paste the password"
      : undefined,
  passwordPlace: place(({ passwordFrom }) => passwordFrom),
  clientAssertion: ({ text }) =>
    parseAssertionReference(text) === undefined
      ? "Tell where it comes from: file:PATH, env:NAME, command:LINE, profile:NAME, github-actions, azure-pipelines or kubernetes"
      : undefined,
  claims: given(({ text }) => unless(() => parseClaims(text))),
};

/**
 * Finds out what is wrong with a draft, by the rules of the command line.
 *
 * @param draft The draft.
 * @param profiles The profiles that are there.
 * @returns What is wrong, by field; only fields in sight are looked at.
 */
export function checkDraft(
  draft: ProfileDraft,
  profiles: readonly Profile[],
): FormProblems {
  const { values } = draft;
  const found = visibleFields(draft).flatMap(({ id }) => {
    const text = values[id].trim();
    const problem = CHECKS[id]?.({ text, values, draft, profiles });
    return problem === undefined ? [] : [[id, problem] as const];
  });
  return Object.fromEntries(found);
}
