import { parseScopes } from "../../engine/entra/scopes.ts";
import { tenantKind } from "../../engine/entra/tenants.ts";
import { isProfileName, type Profile } from "../../settings/profile.ts";
import { addNewProfile } from "../profiles/add_new_profile.ts";
import type { Given } from "../call/call_settings.ts";
import {
  expiryOf,
  keepObtained,
  obtainClientSecret,
  withOneStorage,
} from "../profiles/client_secret_creation.ts";
import type { Context } from "../context.ts";
import type { DiscoverFlags } from "../flags/discover.ts";
import { nameAccess } from "../graph/api_names.ts";
import {
  readRegistration,
  type RegistrationDetails,
} from "../graph/registrations.ts";
import type { GraphSession } from "../graph/sign_in.ts";
import type { ListedRegistration } from "../output/registration_list.ts";
import {
  requireName,
  requireNew,
  toProfile,
} from "../profiles/profile_draft.ts";
import { loadProfiles } from "../profiles/profile_store.ts";
import { readGivenSecret } from "../kept/store_secrets.ts";
import {
  chooseRegistration,
  namedRegistration,
} from "./choose_registration.ts";
import { askProof, type Proof, proofOfFlags } from "./choose_proof.ts";
import { chooseScopes, requireOneToken } from "./choose_scopes.ts";
import { askFor, askUntilGood } from "./questions.ts";

/** What a profile is made of. */
export interface MakeProfileOptions {
  /** The registrations to choose from. */
  readonly list: readonly ListedRegistration[];
  /** What options say; the rest is asked. */
  readonly flags: DiscoverFlags;
  /** Who is asked. */
  readonly context: Context;
  /** Who is signed in. */
  readonly graph: GraphSession;
}

/** A name that a profile may have, made of the registration's. */
function suggestedName({ name }: RegistrationDetails): string {
  const text = name.replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "").slice(0, 64);
  return isProfileName(text) ? text : "";
}

async function nameFor(
  details: RegistrationDetails,
  { flags, context }: MakeProfileOptions,
): Promise<string> {
  const { io } = context;
  const check = async (name: string) => {
    requireName(name);
    requireNew(await loadProfiles(io), name);
    return name;
  };
  if (flags.create !== undefined) return await check(flags.create);
  const standard = suggestedName(details);
  const asked = { io, ...(standard ? { standard } : {}) };
  return await askUntilGood(() => askFor("Profile name", asked), {
    read: check,
    context,
  });
}

async function scopesFor(
  details: RegistrationDetails,
  { flags, context, graph }: MakeProfileOptions,
): Promise<readonly string[]> {
  if (flags.permission !== undefined) {
    return requireOneToken(parseScopes(flags.permission));
  }
  const access = await Promise.all(
    details.requiredAccess.map((each) =>
      nameAccess(graph, { access: each, graphResource: graph.resource })
    ),
  );
  return await chooseScopes(access, context);
}

/** Whoever says all the rest by options means a public client. */
async function proofFor(
  { flags, context }: MakeProfileOptions,
): Promise<Proof> {
  const named = await proofOfFlags(flags);
  if (named !== undefined) return named;
  const isSaid = flags.app !== undefined && flags.permission !== undefined;
  return isSaid ? { given: {} } : await askProof(context);
}

/** The authority as it was asked; a tenant by name stays one. */
function whereOf({ settings, tenantId }: GraphSession): Given {
  const place = settings.place?.value;
  const asked = settings.tenant?.value ?? "";
  const isOne = ["guid", "domain"].includes(tenantKind(asked) ?? "");
  const isInAddress = place !== undefined && "authority" in place &&
    settings.tenant === undefined;
  return {
    ...place,
    ...(isInAddress ? {} : { tenant: isOne ? asked : tenantId }),
  };
}

/** Seals what belongs to the profile, and writes it. */
async function write(
  draft: Profile,
  { proof, flags, context, graph }: MakeProfileOptions & {
    readonly proof: Proof;
  },
): Promise<void> {
  const adding = { flags, context: withOneStorage(context) };
  if (!proof.isNew) {
    const secret = proof.secret ?? await readGivenSecret(draft, adding);
    return await addNewProfile(draft, { ...adding, secret });
  }
  const { clientId = "" } = draft;
  const creation = { ...adding, graph };
  const obtained = await obtainClientSecret(clientId, creation);
  const secret = { member: "clientSecret", secret: obtained.secret } as const;
  await keepObtained(obtained, {
    creation,
    keep: () =>
      addNewProfile({ ...draft, ...expiryOf(obtained) }, { ...adding, secret }),
  });
}

/**
 * Makes a profile of an app registration: what options leave out is asked.
 *
 * @param options The registrations, the options, and who is asked.
 * @throws {UsageError} If something is missing or cannot be used.
 * @throws {AuthError} If Graph refuses.
 */
export async function makeProfile(options: MakeProfileOptions): Promise<void> {
  const { list, flags, context, graph } = options;
  const clientId = flags.app === undefined
    ? (await chooseRegistration(list, context)).clientId
    : namedRegistration(list, flags.app);
  const details = await readRegistration(graph, clientId);
  const name = await nameFor(details, options);
  const scopes = await scopesFor(details, options);
  const proof = await proofFor(options);
  const draft = await toProfile(name, {
    ...whereOf(graph),
    ...{ clientId, scopes },
    ...proof.given,
  });
  await write(draft, { ...options, proof });
  context.messages.note(
    `Made the profile "${name}"; try it with entrada get-token -p ${name}`,
  );
}
