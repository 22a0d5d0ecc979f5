/**
 * The strict oracle: `oidc-provider`, a certified OpenID provider, under Entra's paths, names and error texts, so
 * that a mistake of our client is not shared by an authority of our own making. For tests only. It may import the
 * engine's exact version (through `engine.ts` alone), jose, `node:` and the sandbox's world as data, and nothing of
 * the product besides. It needs `net` on 127.0.0.1, and `env` while it is imported.
 *
 * @module
 */
import { createServer, type Server } from "node:http";
import type { ReadyLine, WorldSeed } from "../../../src/sandbox/mod.ts";
import { answer, type Front } from "./front.ts";
import { createProvider } from "./provider.ts";
import { createStorage } from "./storage.ts";
import {
  createTenant,
  type DeviceAnswer,
  type OracleSettings,
} from "./tenant.ts";
import { ORACLE_WORLD, type OracleWorld } from "./world.ts";

export type { DeviceAnswer } from "./tenant.ts";

/** Options of {@linkcode startOracle}. */
export interface OracleOptions {
  /** Tenants, users, clients and APIs; {@linkcode ORACLE_WORLD} when left out. */
  readonly world?: OracleWorld;
  /** Who signs in and approves without a page; the first user when left out, nobody when `null`: then there are pages. */
  readonly automaticUser?: string | null;
  /** Seconds between polls of the device flow; 5 when left out. */
  readonly deviceIntervalSeconds?: number;
}

/** The part of the sandbox's ready line that both have. */
export type OracleReadyLine = Pick<
  ReadyLine,
  "origin" | "authority" | "tenants" | "clients" | "users" | "apis"
>;

/** A running oracle. */
export interface Oracle {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The first tenant's authority. */
  readonly authority: string;
  /** What the sandbox prints when it is ready, for this world. */
  readonly ready: OracleReadyLine;
  /** Says what the next polls of device codes get; after them the automatic user approves. */
  answerPolls(...answers: readonly DeviceAnswer[]): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts the oracle on a free port of 127.0.0.1. */
export async function startOracle(
  options: OracleOptions = {},
): Promise<Oracle> {
  const { world = ORACLE_WORLD, deviceIntervalSeconds = 5 } = options;
  const automaticUser = options.automaticUser === null
    ? undefined
    : options.automaticUser ?? world.users[0]?.username;
  const served: { front?: Front } = {};
  const server = await listen(served);
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const origin = `http://127.0.0.1:${port}`;
  const settings: OracleSettings = {
    origin,
    world,
    storage: createStorage(),
    automaticUser,
    deviceIntervalSeconds,
    deviceAnswers: [],
  };
  // An engine's issuer is fixed when it is made, and has the port in it.
  const realms = world.tenants.map(({ id }) => {
    const tenant = createTenant(settings, id);
    return { tenant, provider: createProvider(tenant) };
  });
  served.front = { settings, realms };
  const ready = readyLine(origin, world);
  return {
    origin,
    authority: ready.authority,
    ready,
    answerPolls(...answers) {
      settings.deviceAnswers.push(...answers);
    },
    close: () => closed(server),
  };
}

function listen(served: { front?: Front }): Promise<Server> {
  const server = createServer((request, response) => {
    const { front } = served;
    if (front === undefined) return void response.writeHead(503).end();
    answer(front, request, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(server))
  );
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function readyLine(origin: string, world: OracleWorld): OracleReadyLine {
  const { tenants, clients, users, apis }: WorldSeed = world;
  return {
    origin,
    authority: `${origin}/${tenants[0]?.id}`,
    tenants: tenants.map(({ id, domain }) => ({ id, domain })),
    clients: clients.map((client) => {
      const secret = client.secrets?.[0]?.value;
      return {
        client_id: client.client_id,
        name: client.name,
        tenant_id: client.tenant_id,
        type: client.type,
        ...(secret === undefined ? {} : { client_secret: secret }),
        redirect_uris: [
          ...client.redirect_uris,
          ...client.spa_redirect_uris ?? [],
        ],
      };
    }),
    users: users.map(({ username, password, oid, tenant_id }) => ({
      username,
      password,
      oid,
      tenant_id,
    })),
    apis: apis.map(({ id, uri, scopes, roles }) => ({
      id,
      uri,
      scopes,
      roles,
    })),
  };
}
