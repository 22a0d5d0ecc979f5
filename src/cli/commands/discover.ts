import { tenantKind } from "../../engine/entra/tenants.ts";
import { within } from "../call/acquire_token.ts";
import type { Context } from "../context.ts";
import { makeProfile } from "../discover/make_profile.ts";
import { readTenant } from "../discover/list.ts";
import { askWhether } from "../discover/questions.ts";
import { searchRegistrations, sortRegistrations } from "../discover/search.ts";
import { UsageError } from "../errors.ts";
import type { DiscoverFlags } from "../flags/discover.ts";
import { kebab } from "../flags/kinds.ts";
import { type GraphSession, openGraph } from "../graph/sign_in.ts";
import { toJson } from "../output/json.ts";
import {
  type ListedRegistration,
  markProfiles,
  registrationLines,
  registrationTable,
  viewRegistrations,
} from "../output/registration_list.ts";
import { toYaml } from "../output/yaml.ts";
import { requireName, requireNew } from "../profiles/profile_draft.ts";
import { loadProfiles } from "../profiles/profile_store.ts";
import inspect from "./inspect.ts";

type Format = NonNullable<DiscoverFlags["output"]>;

function formatOf({ output, json }: DiscoverFlags, { io }: Context): Format {
  if (json && output !== undefined && output !== "json") {
    throw new UsageError(
      `Cannot use --json and -o ${output} together`,
      "--json is short for -o json",
    );
  }
  if (json) return "json";
  return output ?? (io.stdout.isTerminal ? "table" : "tsv");
}

/** A token's parts are longer than those of a domain, or have other letters. */
function isToken(text: string): boolean {
  return /^eyJ[\w-]*(\.[\w-]*){2,4}$/.test(text) &&
    tenantKind(text) === undefined;
}

/** The same output and exit codes as those of `inspect`. */
async function inspectToken(
  { tenant = "", output, json }: DiscoverFlags,
  context: Context,
): Promise<void> {
  const format = output === "json" || output === "yaml" ? output : undefined;
  const flags = {
    ...(json ? { json } : {}),
    ...(format === undefined ? {} : { output: format }),
  };
  await inspect.call(context, flags, tenant);
}

/** What only serves a profile that is made. */
const OF_PROFILE = [
  "app",
  "permission",
  "newSecret",
  "days",
  "showSecret",
  "secretStore",
  "clientSecretEnv",
  "clientSecretFile",
  "clientSecretCommand",
  "clientSecretStdin",
  "clientCertificate",
  "clientKey",
  "certificatePasswordEnv",
  "certificatePasswordFile",
  "certificatePasswordStdin",
] as const satisfies readonly (keyof DiscoverFlags)[];

/** Before anybody signs in for nothing. */
async function checkFlags(
  flags: DiscoverFlags,
  { io }: Context,
): Promise<void> {
  if (flags.create === undefined) {
    const [stray] = OF_PROFILE.filter((name) => flags[name] !== undefined);
    if (stray === undefined) return;
    throw new UsageError(
      `Cannot use --${kebab(stray)}: no profile is made`,
      "Name the profile with --create",
    );
  }
  requireName(flags.create);
  requireNew(await loadProfiles(io), flags.create);
}

function write(
  list: readonly ListedRegistration[],
  { format, graph, context: { io } }: {
    readonly format: Format;
    readonly graph: GraphSession;
    readonly context: Context;
  },
): void {
  const { isTerminal, columns = 80 } = io.stdout;
  switch (format) {
    case "json":
      return io.stdout.write(toJson(viewRegistrations(list, graph.tenantId)));
    case "yaml":
      return io.stdout.write(toYaml(viewRegistrations(list, graph.tenantId)));
    case "tsv":
      return io.stdout.write(registrationLines(list));
    case "table":
      if (list.length === 0) return;
      return io.stdout.write(
        registrationTable(list, isTerminal ? columns : Infinity),
      );
  }
}

function tellCount(
  list: readonly ListedRegistration[],
  { flags: { search }, total, context: { messages } }: {
    readonly flags: DiscoverFlags;
    readonly total: number;
    readonly context: Context;
  },
): void {
  const all = `${total} app registration${total === 1 ? "" : "s"}`;
  messages.note(
    search === undefined
      ? all
      : `${list.length === 0 ? "None" : list.length} of ${all} found`,
  );
}

/** A question in the middle of a pipeline would be answered by its data. */
async function wantsProfile(
  flags: DiscoverFlags,
  { list, format, context: { io } }: {
    readonly list: readonly ListedRegistration[];
    readonly format: Format;
    readonly context: Context;
  },
): Promise<boolean> {
  if (flags.create !== undefined) return true;
  const isSeen = io.stdout.isTerminal && io.stderr.isTerminal;
  if (!isSeen || format !== "table" || list.length === 0) return false;
  if (flags.interaction === false) return false;
  return await askWhether("Make a profile from one of these", io);
}

async function work(flags: DiscoverFlags, context: Context): Promise<void> {
  const format = formatOf(flags, context);
  await checkFlags(flags, context);
  const { profiles } = await loadProfiles(context.io);
  // One sign-in is enough where it is known what for.
  const access = flags.newSecret ? "write" : "read";
  const graph = await openGraph({ flags, context, access });
  const all = sortRegistrations(await readTenant(graph, context));
  const found = searchRegistrations(all, flags.search ?? "*");
  const list = markProfiles(found, profiles);
  // With --create, standard output belongs to nobody: the profile is the product.
  if (flags.create === undefined) {
    write(list, { format, graph, context });
    tellCount(list, { flags, total: all.length, context });
  }
  if (!await wantsProfile(flags, { list, format, context })) return;
  await makeProfile({ list, flags, context, graph });
}

/** Shows the app registrations of a tenant, and makes a profile from one. */
export default async function discover(
  this: Context,
  flags: DiscoverFlags,
): Promise<void> {
  const { io } = this;
  const { tenant, timeout } = flags;
  formatOf(flags, this);
  if (tenant !== undefined && isToken(tenant)) {
    return await inspectToken(flags, this);
  }
  await within(timeout, {
    io,
    action: "Cannot finish with the app registrations",
    work: (signal) =>
      work(
        flags,
        signal === io.signal ? this : { ...this, io: { ...io, signal } },
      ),
  });
}
