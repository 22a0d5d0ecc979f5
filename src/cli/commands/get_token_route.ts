/**
 * The command that most calls are, apart from the others: reading what those
 * take costs as much time as a kept token.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import { getTokenParameters } from "../flags/get_token.ts";

/** `get-token`. */
export const getToken = buildCommand({
  loader: () =>
    load<typeof import("./get_token.ts")>("./get_token.ts", import.meta.url),
  parameters: getTokenParameters,
  docs: {
    brief: "Get an access token and write it on standard output",
    fullDescription:
      `Gets an access token and writes it on standard output, alone. Whatever else
there is to say goes to standard error.

A kept token comes first, then a renewed one; only then a flow runs. Nobody
else's serves whoever --account, --username or --login-hint names. --force
passes the kept token over; --force with --flow, and every --prompt but none,
run the flow itself. What is kept is sealed, and entrada cache list tells how.

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

/** The program as a call of `get-token` sees it. */
export const TOKEN_ROOT = buildRouteMap({
  routes: { "get-token": getToken },
  aliases: { token: "get-token" },
  docs: { brief: "Get an access token" },
});
