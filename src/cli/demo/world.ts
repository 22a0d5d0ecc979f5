/**
 * The demo: the whole product against a sandbox of its own. Nothing of it
 * touches the disk: profiles and secrets live in memory and end with it.
 *
 * @module
 */
import type { Files } from "../../adapters/files.ts";
import type { ReadyLine } from "../../sandbox/mod.ts";
import type { Profile } from "../../settings/profile.ts";
import {
  EMPTY_DOCUMENT,
  formatProfiles,
} from "../../settings/profiles_document.ts";
import type { Io } from "../io.ts";

const HOME = "/entrada-demo";
const GRAPH = "https://graph.microsoft.com/.default";

/** One sample profile, and the secret it refers to. */
interface Sample {
  readonly profile: Profile;
  readonly secret?: string;
}

function clientNamed(
  ready: ReadyLine,
  name: string,
): ReadyLine["clients"][number] {
  const found = ready.clients.find((client) => client.name === name);
  if (found === undefined) {
    throw new Error(`The sandbox has no client "${name}"`);
  }
  return found;
}

/** One profile a flow, and one whose secret has expired. */
function samples(ready: ReadyLine): readonly Sample[] {
  const { authority } = ready;
  const cli = clientNamed(ready, "Contoso CLI").client_id;
  const web = clientNamed(ready, "Contoso Web Shop");
  const nightly = clientNamed(ready, "Contoso Nightly Report");
  const legacy = clientNamed(ready, "Contoso Legacy Sync");
  const secretOf = ({ client_secret }: typeof web) =>
    client_secret === undefined ? {} : { secret: client_secret };
  return [
    {
      profile: {
        name: "device",
        clientId: cli,
        authority,
        scopes: ["User.Read"],
        flow: "device-code",
      },
    },
    {
      profile: {
        name: "browser",
        clientId: cli,
        authority,
        scopes: ["User.Read", "Mail.Read"],
        flow: "interactive",
      },
    },
    {
      profile: {
        name: "web-shop",
        clientId: web.client_id,
        authority,
        scopes: ["User.Read"],
        flow: "authorization-code",
        redirectUri: web.redirect_uris[0] ?? "",
        clientSecret: "env:DEMO_WEB_SHOP",
      },
      ...secretOf(web),
    },
    {
      profile: {
        name: "nightly-report",
        clientId: nightly.client_id,
        authority,
        scopes: [GRAPH],
        flow: "client-credentials",
        clientSecret: "env:DEMO_NIGHTLY_REPORT",
      },
      ...secretOf(nightly),
    },
    {
      profile: {
        name: "legacy-sync",
        clientId: legacy.client_id,
        authority,
        scopes: [GRAPH],
        flow: "client-credentials",
        clientSecret: "env:DEMO_LEGACY_SYNC",
      },
      ...secretOf(legacy),
    },
  ];
}

function memoryFiles(initial: ReadonlyMap<string, string>): Files {
  const files = new Map(initial);
  return {
    read: (path) => Promise.resolve(files.get(path)),
    writePrivate(path, text) {
      files.set(path, text);
      return Promise.resolve();
    },
  };
}

/**
 * Makes the demo's own world out of the real one.
 *
 * @param io The real world.
 * @param ready What the sandbox offers.
 * @returns The same terminal, clock and network, but the demo's profiles,
 *   files and environment.
 */
export function demoWorld(io: Io, ready: ReadyLine): Io {
  const all = samples(ready);
  const document = {
    ...EMPTY_DOCUMENT,
    profiles: all.map(({ profile }) => profile),
  };
  const secrets = new Map(
    all.flatMap(({ profile, secret }) =>
      secret === undefined
        ? []
        : [[profile.clientSecret?.replace("env:", ""), secret]]
    ),
  );
  return {
    ...io,
    files: memoryFiles(
      new Map([[`${HOME}/profiles.json`, formatProfiles(document)]]),
    ),
    env(name) {
      if (name === "ENTRADA_HOME") return HOME;
      // What the user has set for real sign-ins must not leak into the demo.
      if (/^(ENTRADA|AZURE)_/.test(name)) return undefined;
      return secrets.get(name) ?? io.env(name);
    },
  };
}
