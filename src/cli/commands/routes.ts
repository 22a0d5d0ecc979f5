/**
 * What each command is called and what help says of it. A command's own module
 * is loaded when the command runs.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import { config } from "./config_routes.ts";
import { discover } from "./discover_route.ts";
import { doctor } from "./doctor_route.ts";
import { getToken } from "./get_token_route.ts";
import {
  cache,
  cacheClear,
  login,
  logout,
  refresh,
  vault,
} from "./kept_routes.ts";
import { completions, explain, help, watch } from "./reference_routes.ts";
import { diff, inspect, verify } from "./token_routes.ts";
import { call, exec } from "./use_routes.ts";
import { sandboxParameters } from "../flags/sandbox.ts";

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
  entrada demo --record session.ndjson
  entrada demo --screen-reader
  entrada demo < /dev/null | cat`,
  },
});

/** Every command, by the words that lead to it. */
export const ROOT = buildRouteMap({
  routes: {
    "get-token": getToken,
    login,
    logout,
    refresh,
    watch,
    call,
    exec,
    inspect,
    verify,
    diff,
    explain,
    discover,
    config,
    cache,
    "clear-cache": cacheClear,
    vault,
    doctor,
    sandbox,
    demo,
    completions,
    help,
  },
  aliases: { token: "get-token", decode: "inspect" },
  docs: {
    brief: "Microsoft Entra ID tokens at the terminal",
    fullDescription: `Microsoft Entra ID tokens at the terminal.
Without a command, on a terminal: the interface.

THE INTERFACE
  entrada                  opens it; ? lists the keys, : finds everything
  entrada --record FILE    records the session into a new file: no token, code
                           or secret, but the names of profiles and accounts
  entrada --screen-reader  plain lines to be spoken, and nothing that ticks;
                           ENTRADA_SCREEN_READER=1 does the same
  entrada --replay FILE    plays a recording; without a terminal its last frame
                           as text. --speed 2 is twice as fast, max at once

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
