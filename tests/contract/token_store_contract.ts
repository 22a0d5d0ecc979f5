import assert from "node:assert/strict";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";

/** One place where tokens are kept, and ways into it. */
export interface StoreWorld {
  /** A new handle on the place, as another process would have one. */
  handle(): TokenStore | Promise<TokenStore>;
  /** Takes the place away. */
  close(): Promise<void>;
}

/** Names that are no names of files, and names that are. */
const PARTITIONS: readonly string[] = [
  ...[
    "",
    " ",
    "a",
    "A",
    "CON",
    "NUL.txt",
    "..",
    "../../etc/passwd",
    "/",
    "a/b",
  ],
  ...[
    "a\\b",
    "C:\\",
    "tab\t",
    "line\n",
    "nul\0",
    "\u202eabc",
    "käse",
    "🔑",
    "%2e",
  ],
  ...["*", "[a]", "{b}", "x".repeat(300), "__proto__", "constructor", "a.lock"],
];

/** The size of a rich set of tokens, with characters of every length. */
const LONG = 'eyJ0 ü € 🔑 \u0000 " \\ \n '.repeat(900);

async function put(
  store: TokenStore,
  partition: string,
  { text }: { readonly text: string },
): Promise<void> {
  await store.exclusively(partition, (record) => record.write(text));
}

async function countUp(store: TokenStore, partition: string): Promise<void> {
  await store.exclusively(partition, async (record) => {
    const before = Number(await record.read() ?? "0");
    await record.write(String(before + 1));
  });
}

type Case = (first: TokenStore, second: TokenStore) => Promise<void>;

const keeping: Readonly<Record<string, Case>> = {
  "keeps nothing at first": async (store) => {
    assert.equal(await store.read("p"), undefined);
    assert.deepEqual(await store.list(), []);
    await store.exclusively("p", async (record) => {
      assert.equal(await record.read(), undefined);
      await record.remove();
    });
    assert.deepEqual(await store.list(), []);
  },
  "shows every handle what another one has written": async (first, second) => {
    for (const text of ["old", LONG, "", "short"]) {
      await put(first, "p", { text });
      assert.equal(await first.read("p"), text);
      assert.equal(await second.read("p"), text);
      await second.exclusively("p", async (record) => {
        assert.equal(await record.read(), text);
      });
    }
  },
  "keeps partitions apart, whatever their names": async (first, second) => {
    for (const name of PARTITIONS) {
      await put(first, name, { text: `<${name}>` });
    }
    for (const name of PARTITIONS) {
      assert.equal(await second.read(name), `<${name}>`);
    }
    const found = [...await second.list()].sort();
    assert.deepEqual(found, [...PARTITIONS].sort());
  },
  "forgets what is removed, and nothing else": async (first, second) => {
    for (const name of ["p", "q"]) await put(first, name, { text: name });
    await first.exclusively("p", async (record) => {
      await record.remove();
      assert.equal(await record.read(), undefined);
    });
    assert.equal(await second.read("p"), undefined);
    assert.equal(await second.read("q"), "q");
    assert.deepEqual(await second.list(), ["q"]);
    await put(second, "p", { text: "again" });
    assert.equal(await first.read("p"), "again");
  },
  "keeps a text that stops being of use later": async (first, second) => {
    const expiresAt = Date.now() + 3_600_000;
    await first.exclusively("p", async (record) => {
      await record.write("text", { expiresAt });
      assert.equal(await record.read(), "text");
    });
    assert.equal(await second.read("p"), "text");
  },
};

const excluding: Readonly<Record<string, Case>> = {
  "loses no update of several handles or of one": async (first, second) => {
    const stores = Array.from({ length: 12 }, (_, i) => i % 3 ? first : second);
    await Promise.all(stores.map((store) => countUp(store, "p")));
    assert.equal(await first.read("p"), "12");
  },
  "lets one work at a time, and reads meanwhile": async (first, second) => {
    await put(first, "p", { text: "old" });
    const held = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const order: string[] = [];
    const one = first.exclusively("p", async (record) => {
      entered.resolve();
      await held.promise;
      await record.write("new");
      order.push("one");
    });
    await entered.promise;
    const two = second.exclusively("p", async (record) => {
      order.push("two");
      assert.equal(await record.read(), "new");
    });
    assert.equal(await second.read("p"), "old");
    await countUp(second, "another partition");
    assert.deepEqual(order, []);
    held.resolve();
    await Promise.all([one, two]);
    assert.deepEqual(order, ["one", "two"]);
  },
  "returns what the work returns, and lets go when it fails": async (
    first,
    second,
  ) => {
    assert.equal(await first.exclusively("p", () => Promise.resolve(7)), 7);
    const failure = new Error("the network is down");
    await assert.rejects(
      first.exclusively("p", async (record) => {
        await record.write("kept before the failure");
        throw failure;
      }),
      failure,
    );
    await second.exclusively("p", async (record) => {
      assert.equal(await record.read(), "kept before the failure");
    });
  },
};

const ending: Readonly<Record<string, Case>> = {
  "does nothing when its signal has ended before": async (store) => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const fail = () => Promise.reject(new Error("this must not run"));
    await assert.rejects(store.read("p", signal), reason);
    await assert.rejects(store.list(signal), reason);
    await assert.rejects(store.exclusively("p", fail, signal), reason);
  },
  "stops waiting when its signal ends, and does not work": async (
    first,
    second,
  ) => {
    const [reason, stop] = [new Error("enough"), new AbortController()];
    const order: string[] = [];
    await first.exclusively("p", async () => {
      const waiting = second.exclusively("p", () => {
        order.push("given up");
        return Promise.resolve();
      }, stop.signal);
      const next = second.exclusively("q", () => Promise.resolve());
      stop.abort(reason);
      await assert.rejects(waiting, reason);
      await next;
      order.push("holder");
    });
    await countUp(second, "p");
    assert.deepEqual(order, ["holder"]);
  },
  "does not let the next one in when one gives up": async (first, second) => {
    const stop = new AbortController();
    const order: string[] = [];
    let third: Promise<void> | undefined;
    await first.exclusively("p", async () => {
      const waiting = second.exclusively(
        "p",
        () => Promise.resolve(),
        stop.signal,
      );
      stop.abort();
      await assert.rejects(waiting);
      third = second.exclusively("p", () => {
        order.push("third");
        return Promise.resolve();
      });
      await countUp(first, "q");
      order.push("holder");
    });
    await third;
    assert.deepEqual(order, ["holder", "third"]);
  },
  "writes nothing once its signal has ended": async (first, second) => {
    const [reason, stop] = [new Error("enough"), new AbortController()];
    await put(first, "p", { text: "old" });
    await first.exclusively("p", async (record) => {
      stop.abort(reason);
      await assert.rejects(record.read(), reason);
      await assert.rejects(record.write("new"), reason);
      await assert.rejects(record.remove(), reason);
    }, stop.signal);
    assert.equal(await second.read("p"), "old");
  },
};

/**
 * Tests that a store does what the port says.
 *
 * @param name What the store is called.
 * @param open Makes a new, empty place.
 * @param options Whether the tests are left out; the name says why.
 */
export function testTokenStore(
  name: string,
  open: () => Promise<StoreWorld>,
  options: { readonly ignore?: boolean } = {},
): void {
  const cases = { ...keeping, ...excluding, ...ending };
  for (const [behaviour, test] of Object.entries(cases)) {
    Deno.test({
      name: `${name} ${behaviour}`,
      ignore: options.ignore ?? false,
      async fn() {
        const world = await open();
        try {
          await test(await world.handle(), await world.handle());
        } finally {
          await world.close();
        }
      },
    });
  }
}
