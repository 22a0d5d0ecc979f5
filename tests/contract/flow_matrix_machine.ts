// The machine that both doors run on: its ports are the real ones, and a person, a host and tools stand in for Azure's.
import assert from "node:assert/strict";
import { systemCommand } from "../../src/adapters/command.ts";
import { systemIdentityHost } from "../../src/adapters/managed_identity.ts";
import { createRedirect } from "../../src/adapters/redirect.ts";
import type { Ports } from "../../src/engine/ports/mod.ts";
import { isLoopbackRedirect } from "../../src/engine/protocol/redirect_uri.ts";
import { visit } from "./authority_visitor.ts";
import type { Host } from "./flow_matrix_cells.ts";
import type { MatrixAuthority } from "./flow_matrix_world.ts";

/** What differs from one run to the next. */
export interface Machine {
  /** Environment variables that tell of a managed identity. */
  readonly identity?: Readonly<Record<string, string>>;
  /** A folder with the tools and with the keys of Azure Arc. */
  readonly folder: string;
}

/** The ports that have to be another's than this machine's own. */
export function portsOf(
  { identity = {}, folder }: Machine,
): Pick<Ports, "browser" | "redirect" | "command" | "managedIdentity"> {
  return {
    ...person(),
    command: {
      run: ({ argv: [program, ...rest], ...line }) =>
        systemCommand.run({ ...line, argv: [`${folder}/${program}`, ...rest] }),
    },
    managedIdentity: {
      ...systemIdentityHost,
      variable: (name) => identity[name],
      arcTokenFolder: `${folder}/`,
    },
  };
}

/** Goes through the pages, back to the listener, or pastes where the browser ended. */
function person(): Pick<Ports, "browser" | "redirect"> {
  const { promise: address, resolve } = Promise.withResolvers<string>();
  return {
    browser: {
      async open(url) {
        const start = await authorizationAddress(url);
        const redirectUri = start.searchParams.get("redirect_uri") ?? "";
        const mode = start.searchParams.get("response_mode") ?? "query";
        const { parameters, page } = await visit(start.href, {
          until: redirectUri,
        });
        assert.ok(parameters, `The browser does not come back: ${page}`);
        if (isLoopbackRedirect(redirectUri)) {
          return await arrive(redirectUri, { mode, parameters });
        }
        resolve(
          `${redirectUri}${mode === "fragment" ? "#" : "?"}${parameters}`,
        );
      },
    },
    redirect: createRedirect(() => address),
  };
}

/** The listener has a short address, which leads to the long one. */
async function authorizationAddress(url: URL): Promise<URL> {
  if (url.searchParams.has("redirect_uri")) return url;
  const response = await fetch(url, { redirect: "manual" });
  await response.body?.cancel();
  return new URL(response.headers.get("location") ?? "", url);
}

/** A fragment is sent as the listener's own page sends it: as a form. */
async function arrive(
  redirectUri: string,
  { mode, parameters }: { mode: string; parameters: URLSearchParams },
): Promise<void> {
  const response = mode === "query"
    ? await fetch(`${redirectUri}?${parameters}`)
    : await fetch(redirectUri, { method: "POST", body: parameters });
  const page = await response.text();
  assert.equal(response.status, 200, page);
}

/** What a host tells its programs of the managed identity. */
export function variablesOf(
  host: Host,
  { hosts }: MatrixAuthority,
): Readonly<Record<string, string>> {
  assert.ok(hosts);
  switch (host) {
    case "IMDS":
      return { AZURE_POD_IDENTITY_AUTHORITY_HOST: hosts.imds_endpoint };
    case "App Service":
      return {
        IDENTITY_ENDPOINT: hosts.app_service.endpoint,
        IDENTITY_HEADER: hosts.app_service.header,
      };
    case "Azure Arc":
      return {
        IDENTITY_ENDPOINT: hosts.arc.endpoint,
        IMDS_ENDPOINT: hosts.arc.imds_endpoint,
      };
    case "Cloud Shell":
      return { MSI_ENDPOINT: hosts.cloud_shell.endpoint };
  }
}

/** Programs by the names of the flows that ask them. */
const PROGRAMS = { "azure-cli": "az", "azure-powershell": "pwsh", azd: "azd" };

/** Puts a tool there that is signed in already and lends a token. */
export async function installTool(
  flow: keyof typeof PROGRAMS,
  { folder, token }: { readonly folder: string; readonly token: string },
): Promise<void> {
  const answer = JSON.stringify(
    flow === "azd"
      ? { token, expiresOn: new Date(Date.now() + 3_600_000).toISOString() }
      : { accessToken: token, expires_on: Date.now() / 1000 + 3_600 | 0 },
  );
  await Deno.writeTextFile(
    `${folder}/${PROGRAMS[flow]}`,
    `#!/bin/sh\nprintf '%s\\n' '${answer}'\n`,
    { mode: 0o700 },
  );
}
