import * as v from "valibot";
import type { FlowName } from "../engine/flows/flow_names.ts";
import type { ImplicitResponseType } from "../engine/flows/implicit.ts";
import type { ResponseMode } from "../engine/ports/mod.ts";
import { parseAssertionReference } from "./assertion_reference.ts";
import {
  isDay,
  isProfileName,
  type Profile,
  PROFILE_NAME_RULE,
  TOKEN_STORES,
} from "./profile.ts";
import { parseSecretReference } from "./secret_reference.ts";

const FLOW_NAMES = [
  "authorization-code",
  "interactive",
  "device-code",
  "client-credentials",
  "on-behalf-of",
  "refresh-token",
  "password",
  "implicit",
  "hybrid",
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
] as const satisfies readonly FlowName[];
const RESPONSE_MODES = [
  "query",
  "fragment",
  "form_post",
] as const satisfies readonly ResponseMode[];

const RESPONSE_TYPES = [
  "token",
  "id_token",
  "id_token token",
] as const satisfies readonly ImplicitResponseType[];
const ALGORITHMS = ["PS256", "RS256"] as const;

const something = v.pipe(
  v.string("must be a text"),
  v.nonEmpty("must not be empty"),
);

/** Control characters, line breaks, and what turns the direction of a text. */
const UNSEEN =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

const text = v.pipe(
  something,
  v.check(
    (value) => !UNSEEN.test(value),
    "must not have control characters or invisible ones",
  ),
);

/**
 * Says what is wrong with a member as such.
 *
 * @param issue What the check met.
 * @returns The end of a sentence that begins with the member.
 */
export function memberMessage(issue: v.StrictObjectIssue): string {
  if (issue.expected === "never") return "is not known here";
  return issue.received === "undefined" ? "is missing" : "must be an object";
}

/** The text may be a secret written here by mistake: it is never repeated. */
function reference(
  isReference: (value: string) => boolean,
  forms: string,
) {
  return v.optional(v.pipe(
    something,
    v.check(
      isReference,
      `must tell where the secret is, ${forms}; the secret itself must not be in this file`,
    ),
  ));
}

const storedPlace = reference(
  (value) => parseSecretReference(value) !== undefined,
  "env:NAME, file:PATH, command:LINE, keyring or vault",
);
/** A person's own secrets are never kept. */
const OWN = ["env", "file"];

const secretPlace = reference(
  (value) => OWN.includes(parseSecretReference(value)?.from ?? ""),
  "env:NAME or file:PATH",
);
/** A list has members too, by their numbers. */
const parameters = v.optional(v.pipe(
  v.custom<Record<string, string>>(
    (value) => !Array.isArray(value),
    "must be an object",
  ),
  v.record(v.string(), v.string("must be a text"), "must be an object"),
));
const flag = v.optional(v.boolean("must be true or false"));

/** Flows that ask this machine know no client. */
const WITHOUT_CLIENT: readonly (FlowName | undefined)[] = [
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
];

/** One profile as the file has it. */
export const profileSchema = v.strictObject(
  {
    name: v.pipe(
      something,
      v.check(
        isProfileName,
        `must be ${PROFILE_NAME_RULE}`,
      ),
    ),
    tenant: v.optional(text),
    clientId: v.optional(text),
    scopes: v.optional(v.array(text, "must be a list of scopes")),
    resource: v.optional(text),
    clientSecret: storedPlace,
    secretExpires: v.optional(v.pipe(
      something,
      v.check(isDay, "must be a day such as 2027-01-31"),
    )),
    clientCertificate: v.optional(text),
    clientKey: v.optional(text),
    certificatePassword: storedPlace,
    certificateAlgorithm: v.optional(
      v.picklist(ALGORITHMS, `must be one of ${ALGORITHMS.join(", ")}`),
    ),
    sendCertificateChain: flag,
    clientAssertion: reference(
      (value) => parseAssertionReference(value) !== undefined,
      "such as file:PATH, env:NAME, command:LINE, profile:NAME, github-actions, azure-pipelines or kubernetes",
    ),
    flow: v.optional(
      v.picklist(FLOW_NAMES, `must be one of ${FLOW_NAMES.join(", ")}`),
    ),
    username: v.optional(text),
    password: secretPlace,
    refreshToken: secretPlace,
    userAssertion: reference(
      (value) =>
        OWN.includes(parseSecretReference(value)?.from ?? "") ||
        /^profile:.+$/.test(value),
      "env:NAME, file:PATH or profile:NAME",
    ),
    identityClientId: v.optional(text),
    identityObjectId: v.optional(text),
    identityResourceId: v.optional(text),
    redirectUri: v.optional(text),
    cloud: v.optional(text),
    authority: v.optional(text),
    loginHint: v.optional(text),
    domainHint: v.optional(text),
    prompt: v.optional(text),
    responseMode: v.optional(
      v.picklist(RESPONSE_MODES, `must be one of ${RESPONSE_MODES.join(", ")}`),
    ),
    responseType: v.optional(
      v.picklist(RESPONSE_TYPES, `must be one of ${RESPONSE_TYPES.join(", ")}`),
    ),
    state: v.optional(text),
    nonce: v.optional(text),
    capabilities: v.optional(
      v.array(text, "must be a list of capabilities"),
    ),
    query: parameters,
    body: parameters,
    renewCode: flag,
    market: v.optional(text),
    claims: v.optional(something),
    account: v.optional(text),
    tokenStore: v.optional(
      v.picklist(TOKEN_STORES, `must be one of ${TOKEN_STORES.join(", ")}`),
    ),
  },
  memberMessage,
);

/** Every member that a profile can have. */
export const PROFILE_MEMBERS = Object.keys(
  profileSchema.entries,
) as readonly (keyof Profile)[];

/** Every other flow names its client. */
const usableProfile = v.pipe(
  profileSchema,
  v.forward(
    v.check(
      ({ clientId, flow }) =>
        clientId !== undefined || WITHOUT_CLIENT.includes(flow),
      "is missing",
    ),
    ["clientId"],
  ),
);

/** The whole file. */
export const documentSchema = v.strictObject(
  {
    $schema: v.optional(v.string()),
    version: v.literal(1, "must be 1"),
    default: v.optional(text),
    profiles: v.array(usableProfile, "must be a list of profiles"),
  },
  memberMessage,
);

/** What is wrong, and where. */
export interface SchemaIssue {
  /** Member names and list indexes from the top. */
  readonly path: readonly (string | number)[];
  /** The end of a sentence that begins with the place. */
  readonly message: string;
}

/** The file's content. */
export interface ProfilesDocument {
  /** Where an editor finds the description of the format. */
  readonly $schema?: string | undefined;
  /** Version of the format. */
  readonly version: 1;
  /** The profile that is used when none is named. */
  readonly default?: string | undefined;
  /** The profiles, in the order in which they were added. */
  readonly profiles: readonly Profile[];
}

/**
 * Tells the first thing that is wrong.
 *
 * @param issues What the check met.
 * @returns It, and where it is.
 */
export function firstIssue(
  [issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): { readonly issue: SchemaIssue } {
  return {
    issue: {
      path: (issue.path ?? []).map((item) => item.key as string | number),
      message: issue.message,
    },
  };
}

/**
 * Checks the file's content.
 *
 * @param value What the JSON says.
 * @returns The content, or what is first wrong with it.
 */
export function checkDocument(
  value: unknown,
): { readonly document: ProfilesDocument } | { readonly issue: SchemaIssue } {
  const result = v.safeParse(documentSchema, value, { abortEarly: true });
  return result.success
    ? { document: result.output as ProfilesDocument }
    : firstIssue(result.issues);
}

/**
 * Checks one profile.
 *
 * @param value What the JSON says.
 * @returns The profile, or what is first wrong with it.
 */
export function checkProfile(
  value: unknown,
): { readonly value: Profile } | { readonly issue: SchemaIssue } {
  const result = v.safeParse(usableProfile, value, { abortEarly: true });
  return result.success
    ? { value: result.output as Profile }
    : firstIssue(result.issues);
}
