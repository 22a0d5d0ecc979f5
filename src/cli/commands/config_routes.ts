import { load } from "../../adapters/load.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import {
  configCloneParameters,
  configCreateParameters,
  configDefaultParameters,
  configDeleteParameters,
  configEditParameters,
  configListParameters,
  configRenameParameters,
  configShowParameters,
} from "../flags/config.ts";
import { configExport, configImport } from "./config_transfer_routes.ts";

const create = buildCommand({
  loader: () =>
    load<typeof import("./config_create.ts")>(
      "./config_create.ts",
      import.meta.url,
    ),
  parameters: configCreateParameters,
  docs: {
    brief: "Make a profile",
    fullDescription:
      `Makes a profile. It holds no secret, only where the secret is.

Asks for what is missing, and reads the answers from a pipe too, one a line:
name, tenant, client id, scopes, proof (none, secret, certificate, assertion),
then what belongs to the proof (the secret; or the certificate's path, the path
of its key and its password; or where the assertion is), flow, redirect URI.
What an option says is not asked. An empty line is the default, and so is the
end, after the client id.

EXAMPLES
  # asks
  entrada config create
  printf 'work\\ncontoso.com\\nCLIENT-ID\\nUser.Read\\n' | entrada config create
  # for a person
  entrada config create work -t contoso.com --client-id ID -s User.Read
  # for a program
  entrada config create ci -t contoso.com --client-id ID \\
    --client-secret-env CI_SECRET --resource https://management.azure.com
  # with a secret that is sealed here, and the day on which it ends
  entrada config create ci -t contoso.com --client-id ID \\
    --client-secret-stdin --secret-expires 2027-01-31 < secret.txt`,
  },
});

const edit = buildCommand({
  loader: () =>
    load<typeof import("./config_edit.ts")>(
      "./config_edit.ts",
      import.meta.url,
    ),
  parameters: configEditParameters,
  docs: {
    brief: "Change a profile",
    fullDescription:
      `Changes what the options say and leaves the rest. Without options it asks, with
the present value in brackets: Enter keeps it, - takes it away. Answers can be
piped in; they come in the order of entrada config create, without the name.

EXAMPLES
  entrada config edit work
  entrada config edit work -s User.Read,Mail.Read --unset flow
  # a new client secret
  entrada config edit ci --client-secret-stdin --secret-expires 2027-01-31 \\
    < secret.txt
  # as JSON, in your editor
  entrada config edit work --editor`,
  },
});

const list = buildCommand({
  loader: () =>
    load<typeof import("./config_list.ts")>(
      "./config_list.ts",
      import.meta.url,
    ),
  parameters: configListParameters,
  docs: {
    brief: "List the profiles",
    fullDescription:
      `Lists the profiles: a table on a terminal or with --verbose, else bare names,
one a line. --verbose also tells which file a profile is from.

EXAMPLES
  entrada config list
  for name in $(entrada config list); do echo "$name"; done
  entrada config list --json`,
  },
});

const show = buildCommand({
  loader: () =>
    load<typeof import("./config_show.ts")>(
      "./config_show.ts",
      import.meta.url,
    ),
  parameters: configShowParameters,
  docs: {
    brief: "Show a profile and where each value comes from",
    fullDescription:
      `Shows what a call with this profile would use now, and where each value comes
from: the environment may replace what the profile says, and the project file
what your own file says. No secret is shown, only where it is.

EXAMPLES
  entrada config show work
  entrada config show -p work --json`,
  },
});

const rename = buildCommand({
  loader: () =>
    load<typeof import("./config_rename.ts")>(
      "./config_rename.ts",
      import.meta.url,
    ),
  parameters: configRenameParameters,
  docs: {
    brief: "Rename a profile",
    fullDescription:
      `Gives a profile another name. Its tokens, its sealed secret, the default and
the profiles that take its tokens follow.

EXAMPLES
  entrada config rename work contoso`,
  },
});

const clone = buildCommand({
  loader: () =>
    load<typeof import("./config_clone.ts")>(
      "./config_clone.ts",
      import.meta.url,
    ),
  parameters: configCloneParameters,
  docs: {
    brief: "Copy a profile",
    fullDescription:
      `Makes a profile out of another one, with its sealed secret and without its
tokens.

EXAMPLES
  entrada config clone work work-graph
  entrada config edit work-graph --resource graph`,
  },
});

const standard = buildCommand({
  loader: () =>
    load<typeof import("./config_default.ts")>(
      "./config_default.ts",
      import.meta.url,
    ),
  parameters: configDefaultParameters,
  docs: {
    brief: "Show or choose the profile that is used when none is named",
    fullDescription:
      `Without a name, shows the default profile; with one, makes it the default. With
no default, the only profile is used when none is named.

EXAMPLES
  entrada config default
  entrada config default work
  entrada config default --clear`,
  },
});

const remove = buildCommand({
  loader: () =>
    load<typeof import("./config_delete.ts")>(
      "./config_delete.ts",
      import.meta.url,
    ),
  parameters: configDeleteParameters,
  docs: {
    brief: "Delete a profile",
    fullDescription:
      `Deletes a profile. Asks first on a terminal, and needs --yes elsewhere.

EXAMPLES
  entrada config delete work
  entrada config delete work --yes`,
  },
});

const path = buildCommand({
  loader: () =>
    load<typeof import("./config_path.ts")>(
      "./config_path.ts",
      import.meta.url,
    ),
  parameters: {},
  docs: {
    brief: "Show where the profiles are kept",
    fullDescription:
      `Shows the path of the profiles file, whether or not it is there: in
$ENTRADA_HOME, else in $XDG_CONFIG_HOME/entrada, else in the platform's place.

EXAMPLES
  entrada config path
  entrada config edit work --editor`,
  },
});

/** `config`. */
export const config = buildRouteMap({
  routes: {
    create,
    list,
    show,
    edit,
    rename,
    clone,
    delete: remove,
    default: standard,
    export: configExport,
    import: configImport,
    path,
  },
  docs: {
    brief: "Keep profiles: create, list, show, edit, export, import and more",
    fullDescription:
      `Profiles hold what does not change between calls, and no secret. They are in
profiles.json; a project adds its own in .entrada.json, which is looked for from
the working directory upwards. ENTRADA_NO_PROJECT=1 leaves that one out.`,
  },
});
