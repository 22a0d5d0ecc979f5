/**
 * The demo: the whole product against a sandbox of its own. Nothing of it
 * touches the disk: profiles and secrets live in memory and end with it.
 *
 * @module
 */
import type { Files } from "../../adapters/files.ts";
import { describeProtection } from "../../adapters/protection/describe_protection.ts";
import { createMemoryStore } from "../../adapters/store/memory_store.ts";
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
  readonly secret?: { readonly variable: string; readonly value: string };
}

function clientNamed(
  clients: ReadyLine["clients"],
  name: string,
): ReadyLine["clients"][number] {
  const found = clients.find((client) => client.name === name);
  if (found !== undefined) return found;
  throw new Error(`The sandbox has no client "${name}"`);
}

/** By the tenant's domain, which people know, not by its id. */
function authorityOf({ origin, authority, tenants }: ReadyLine): string {
  const domain = tenants[0]?.domain;
  return domain === undefined ? authority : `${origin}/${domain}`;
}

/** Whose tokens the user's sample profiles ask for, and how. */
function userSamples(ready: ReadyLine): readonly Sample[] {
  const { client_id: clientId } = clientNamed(ready.clients, "Contoso CLI");
  const authority = authorityOf(ready);
  return [
    {
      profile: {
        name: "device",
        clientId,
        authority,
        scopes: ["User.Read"],
        flow: "device-code",
      },
    },
    {
      profile: {
        name: "browser",
        clientId,
        authority,
        scopes: ["User.Read", "Mail.Read"],
        flow: "interactive",
      },
    },
  ];
}

function confidentialSample(
  ready: ReadyLine,
  { name, client, ...settings }: Omit<Profile, "clientId"> & {
    readonly client: string;
  },
): Sample {
  const { client_id: clientId, client_secret: secret, redirect_uris } =
    clientNamed(ready.clients, client);
  const variable = `DEMO_${name.toUpperCase().replaceAll("-", "_")}`;
  const redirectUri = redirect_uris[0];
  return {
    profile: {
      name,
      clientId,
      authority: authorityOf(ready),
      clientSecret: `env:${variable}`,
      ...(redirectUri === undefined ? {} : { redirectUri }),
      ...settings,
    },
    ...(secret === undefined ? {} : { secret: { variable, value: secret } }),
  };
}

/** One profile a flow, and one whose secret has expired. */
function samples(ready: ReadyLine): readonly Sample[] {
  const app = { scopes: [GRAPH], flow: "client-credentials" } as const;
  return [
    ...userSamples(ready),
    confidentialSample(ready, {
      name: "web-shop",
      client: "Contoso Web Shop",
      scopes: ["User.Read"],
      flow: "authorization-code",
    }),
    confidentialSample(ready, {
      name: "nightly-report",
      client: "Contoso Nightly Report",
      ...app,
    }),
    confidentialSample(ready, {
      name: "legacy-sync",
      client: "Contoso Legacy Sync",
      ...app,
    }),
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

/** What the demo keeps ends with it. */
function memoryStorage(): Pick<Io, "storage" | "records"> {
  const tokens = createMemoryStore();
  const protection = {
    name: "memory",
    reason: "The demo leaves nothing behind",
    remembered: true,
  } as const;
  const description = describeProtection(protection);
  const records = {
    count: () => Promise.resolve([]),
    remove: (partition: string) =>
      tokens.exclusively(partition, async (record) => {
        const wasThere = await record.read() !== undefined;
        await record.remove();
        return wasThere;
      }),
    removeSecrets: () => Promise.resolve(false),
    removeAll: () => Promise.resolve(0),
    lockVault: () => Promise.resolve(false),
    changePassphrase: () =>
      Promise.reject(new TypeError("The demo has no vault")),
  };
  return {
    storage: () => Promise.resolve({ protection, description, tokens }),
    records: () => Promise.resolve(records),
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
    all.flatMap(({ secret }) =>
      secret === undefined ? [] : [[secret.variable, secret.value]]
    ),
  );
  return {
    ...io,
    files: memoryFiles(
      new Map([[`${HOME}/profiles.json`, formatProfiles(document)]]),
    ),
    ...memoryStorage(),
    env(name) {
      if (name === "ENTRADA_HOME") return HOME;
      // What the user has set for real sign-ins must not leak into the demo.
      if (/^(ENTRADA|AZURE)_/.test(name)) return undefined;
      return secrets.get(name) ?? io.env(name);
    },
  };
}
