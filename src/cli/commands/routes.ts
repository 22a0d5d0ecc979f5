/**
 * What each command is called and what help says of it. A command's own module
 * is loaded when the command runs.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import {
  configCreateParameters,
  configDeleteParameters,
  configListParameters,
  configShowParameters,
} from "../flags/config.ts";
import { getTokenParameters } from "../flags/get_token.ts";
import { doctor } from "./doctor_route.ts";
import {
  cache,
  cacheClear,
  login,
  logout,
  refresh,
  vault,
} from "./kept_routes.ts";
import { diff, inspect, verify } from "./token_routes.ts";
import { sandboxParameters } from "../flags/sandbox.ts";

const getToken = buildCommand({
  loader: () =>
    load<typeof import("./get_token.ts")>("./get_token.ts", import.meta.url),
  parameters: getTokenParameters,
  docs: {
    brief: "Get an access token and write it on standard output",
    fullDescription:
      `Gets an access token and writes it on standard output, alone. Whatever else
there is to say goes to standard error.

A kept token comes first, then a renewed one; only then a flow runs. What is
kept is sealed, and entrada cache list tells how.

Values come from options, then from ENTRADA_* and AZURE_* variables, then from
the profile. No option takes a secret: name the variable or the file that holds
it, or pipe it in.

Without --flow: client-credentials when there is a client secret, a certificate
or an assertion, else interactive where there is a browser and device-code where
there is none.

EXAMPLES
  # with a profile
  TOKEN=$(entrada get-token -p work)
  # sign in on another device
  entrada get-token -t contoso.com --client-id ID -s User.Read -f device-code
  # as the application itself
  entrada get-token -t contoso.com --client-id ID --client-secret-env SECRET \\
    --resource https://management.azure.com
  # by a certificate; by what the platform says of the job
  entrada get-token -p ci --client-certificate ci.pfx --certificate-password-env PW
  entrada get-token -t contoso.com --client-id ID --federated github-actions \\
    --resource arm
  # an API's token for the next API, in the name of the user of a profile
  entrada get-token -p orders -f obo --assertion-profile front -s User.Read
  # what would be sent
  entrada get-token -p work --dry-run
  # call an API; the token never stands on a command line
  entrada get-token -p work -o curl | curl -K - https://graph.microsoft.com/v1.0/me
  # all that is known
  entrada get-token -p work -o json | jq .expires_at`,
  },
});

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

EXAMPLES
  # for a person
  entrada config create work -t contoso.com --client-id ID -s User.Read
  # for a program
  entrada config create ci -t contoso.com --client-id ID \\
    --client-secret-env CI_SECRET --resource https://management.azure.com`,
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
one a line.

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
from: the environment may replace what the profile says.

EXAMPLES
  entrada config show work
  entrada config show work --json`,
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
  "$EDITOR" "$(entrada config path)"`,
  },
});

const sandbox = buildCommand({
  loader: () =>
    load<typeof import("./sandbox.ts")>("./sandbox.ts", import.meta.url),
  parameters: sandboxParameters,
  docs: {
    brief: "Run a local authority to try things with",
    fullDescription:
      `Runs a local, offline authority that behaves like Entra ID, until it is
interrupted. It listens on this machine only, and its tokens are worth nothing
anywhere else.

EXAMPLES
  # says what it offers, with commands to copy
  entrada sandbox
  # for tests
  entrada sandbox --json --auto-approve`,
  },
});

const demo = buildCommand({
  loader: () => load<typeof import("./demo.ts")>("./demo.ts", import.meta.url),
  parameters: {},
  docs: {
    brief: "Show everything against a sandbox, with nothing to set up",
    fullDescription:
      `Starts a sandbox of its own and opens the interface on sample profiles, one a
flow. Without a terminal it plays a scenario as plain lines. Leaves nothing
behind.

EXAMPLES
  entrada demo
  entrada demo < /dev/null | cat`,
  },
});

const help = buildCommand({
  loader: () => load<typeof import("./help.ts")>("./help.ts", import.meta.url),
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        parse: String,
        brief: "the command",
        placeholder: "command",
      },
    },
  },
  docs: {
    brief: "Show the help of a command",
    fullDescription: `Shows the same as --help after the command.

EXAMPLES
  entrada help get-token
  entrada help config create`,
  },
});

const config = buildRouteMap({
  routes: { create, list, show, delete: remove, path },
  docs: {
    brief: "Keep profiles: create, list, show, delete, path",
    fullDescription:
      "Profiles hold what does not change between calls, and no secret.",
  },
});

/** Every command, by the words that lead to it. */
export const ROOT = buildRouteMap({
  routes: {
    "get-token": getToken,
    login,
    logout,
    refresh,
    inspect,
    verify,
    diff,
    config,
    cache,
    "clear-cache": cacheClear,
    vault,
    doctor,
    sandbox,
    demo,
    help,
  },
  aliases: { token: "get-token", decode: "inspect" },
  docs: {
    brief: "Microsoft Entra ID tokens at the terminal",
    fullDescription: `Microsoft Entra ID tokens at the terminal.
Without a command, on a terminal: the interface.

EXAMPLES
  entrada sandbox
  entrada config create work -t contoso.com --client-id ID -s User.Read
  TOKEN=$(entrada get-token -p work)
  entrada inspect "$TOKEN"

EXIT CODES
  0 ok                        5 timed out
  1 unexpected                6 interaction required
  2 profile not found         7 token not valid
  3 authentication refused    8 storage
  4 network or server         64 usage, 78 configuration, 130 interrupted`,
  },
});
