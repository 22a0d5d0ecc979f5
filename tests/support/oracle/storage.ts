interface Payload {
  consumed?: number;
  readonly grantId?: string;
  readonly uid?: string;
  readonly userCode?: string;
  readonly redirectUri?: string;
  readonly [name: string]: unknown;
}

/** Everything that the providers of one oracle store, and which tenant stored it. */
export interface Storage {
  /** An adapter class for one tenant's provider. */
  adapterFor(tenantId: string): new (model: string) => object;
  /** The tenant that a code or token came from: `common` does not say. */
  tenantOf(artifact: string): string | undefined;
  /** The redirect URI of the code that an artifact goes back to. */
  redirectUriOf(artifact: string): string | undefined;
}

interface Tables {
  readonly payloads: Map<string, Payload>;
  readonly origins: Map<string, { tenantId: string; grantId?: string }>;
  /** By grant. */
  readonly redirectUris: Map<string, string>;
}

export function createStorage(): Storage {
  const tables: Tables = {
    payloads: new Map(),
    origins: new Map(),
    redirectUris: new Map(),
  };
  const { origins, redirectUris } = tables;
  return {
    adapterFor: (tenantId) =>
      class extends Adapter {
        constructor(model: string) {
          super(tables, { tenantId, model });
        }
      },
    tenantOf: (artifact) => origins.get(artifact)?.tenantId,
    redirectUriOf: (artifact) =>
      redirectUris.get(origins.get(artifact)?.grantId ?? ""),
  };
}

/** What the engine asks of a store, over maps. */
class Adapter {
  readonly #tables: Tables;
  readonly #tenantId: string;
  readonly #prefix: string;

  constructor(
    tables: Tables,
    { tenantId, model }: { tenantId: string; model: string },
  ) {
    this.#tables = tables;
    this.#tenantId = tenantId;
    this.#prefix = `${tenantId} ${model} `;
  }

  upsert(id: string, payload: Payload): Promise<void> {
    const { payloads, origins, redirectUris } = this.#tables;
    const { grantId, redirectUri } = payload;
    payloads.set(this.#prefix + id, payload);
    origins.set(id, {
      tenantId: this.#tenantId,
      ...(grantId === undefined ? {} : { grantId }),
    });
    if (grantId !== undefined && redirectUri !== undefined) {
      redirectUris.set(grantId, redirectUri);
    }
    return Promise.resolve();
  }

  find(id: string): Promise<Payload | undefined> {
    return Promise.resolve(this.#tables.payloads.get(this.#prefix + id));
  }

  findByUid(uid: string): Promise<Payload | undefined> {
    return this.#findBy((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<Payload | undefined> {
    return this.#findBy((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) {
      payload.consumed = Math.floor(Date.now() / 1000);
    }
  }

  destroy(id: string): Promise<void> {
    this.#tables.payloads.delete(this.#prefix + id);
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of this.#own()) {
      if (payload.grantId === grantId) this.#tables.payloads.delete(key);
    }
    return Promise.resolve();
  }

  #own(): [string, Payload][] {
    return [...this.#tables.payloads].filter(([key]) =>
      key.startsWith(this.#prefix)
    );
  }

  #findBy(fits: (payload: Payload) => boolean): Promise<Payload | undefined> {
    const found = this.#own().find(([, payload]) => fits(payload));
    return Promise.resolve(found?.[1]);
  }
}
