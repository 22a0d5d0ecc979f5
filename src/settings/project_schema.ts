import * as v from "valibot";
import type { Profile } from "./profile.ts";
import {
  firstIssue,
  memberMessage,
  profileSchema,
  type ProfilesDocument,
  type SchemaIssue,
} from "./profile_schema.ts";

/** What a project may share: nothing that leads to a secret, to a program or to another place for tokens. */
export const SHARED_MEMBERS = [
  "name",
  "tenant",
  "clientId",
  "scopes",
  "resource",
  "flow",
  "redirectUri",
  "cloud",
  "authority",
  "domainHint",
  "prompt",
  "responseMode",
  "responseType",
  "capabilities",
  "renewCode",
  "market",
  "claims",
] as const satisfies readonly (keyof Profile)[];

function sharedMessage(issue: v.StrictObjectIssue): string {
  const key = String(issue.path?.at(-1)?.key ?? "");
  return issue.expected === "never" && Object.hasOwn(profileSchema.entries, key)
    ? "must not be in a project file; keep it in a profile of your own with the same name"
    : memberMessage(issue);
}

/** What a project shares of one profile. */
const sharedProfile = v.strictObject(
  v.pick(profileSchema, SHARED_MEMBERS).entries,
  sharedMessage,
);

/** The whole project file. */
const projectSchema = v.strictObject(
  {
    $schema: v.optional(v.string()),
    version: v.literal(1, "must be 1"),
    default: v.optional(profileSchema.entries.name),
    profiles: v.array(sharedProfile, "must be a list of profiles"),
  },
  memberMessage,
);

/** The project file's content. */
export type ProjectDocument = ProfilesDocument;

/**
 * Checks the content of a project file.
 *
 * @param value What the JSON says.
 * @returns The content, or what is first wrong with it.
 */
export function checkProject(
  value: unknown,
): { readonly value: ProjectDocument } | { readonly issue: SchemaIssue } {
  const result = v.safeParse(projectSchema, value, { abortEarly: true });
  return result.success
    ? { value: result.output as ProjectDocument }
    : firstIssue(result.issues);
}
