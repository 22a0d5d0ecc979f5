import assert from "node:assert/strict";
import { validate } from "../support/json_schema.ts";
import { type Api, runCall } from "./api_calls.ts";

const USERS = "https://graph.microsoft.com/v1.0/users";

/** Pages of two items each, the numbers too long for a double. */
function pages(
  count: number,
  nextOf = (at: number) => `${USERS}?p=${at}`,
): Api {
  return (_call, index) => {
    const next = index + 1 < count
      ? `"@odata.nextLink":"${nextOf(index + 1)}",`
      : "";
    return new Response(
      `{${next}"value":[{"n":9007199254740993,"p":${index}},{"n":1.10}]}`,
      { headers: { "content-type": "application/json" } },
    );
  };
}

Deno.test("call --all makes one list of every page, and keeps each number as it is", async () => {
  const ran = await runCall([USERS, "--all", "-H", "X-A: b"], {
    api: pages(3),
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(
    ran.stdout,
    `{"value":[\n${
      [0, 1, 2].map((p) => `{"n":9007199254740993,"p":${p}},\n{"n":1.10}`)
        .join(",\n")
    }\n]}\n`,
  );
  validate("call", JSON.parse(ran.stdout));
  assert.equal(JSON.parse(ran.stdout).value.length, 6);
  assert.match(ran.stderr, /^Fetched 3 pages, 6 items$/m);
  assert.equal(ran.tokenForms.length, 1);
  assert.deepEqual(
    ran.calls.map(({ url, headers }) => [url, headers.get("x-a")]),
    [USERS, `${USERS}?p=1`, `${USERS}?p=2`].map((url) => [url, "b"]),
  );
});

Deno.test("call --all writes an empty list, and knows ARM's next link", async () => {
  const none = await runCall([USERS, "--all"], {
    api: () => Response.json({ value: [] }),
  });
  assert.deepEqual(JSON.parse(none.stdout), { value: [] });
  const url = "https://management.azure.com/subscriptions";
  const arm = await runCall([url, "--all"], {
    api: (_call, index) =>
      Response.json({
        value: [index],
        nextLink: index === 0 ? "/subscriptions?skip=1" : null,
      }),
  });
  assert.deepEqual(JSON.parse(arm.stdout), { value: [0, 1] });
});

Deno.test("call --all never takes the token to another host", async () => {
  for (
    const next of [
      "https://evil.example/users",
      "https://ada:pw@graph.microsoft.com/v1.0/users",
      "http://graph.microsoft.com/v1.0/users",
      "https://graph.microsoft.com:444/v1.0/users",
      "https:///",
    ]
  ) {
    const ran = await runCall([USERS, "--all"], { api: pages(2, () => next) });
    assert.equal(ran.code, 4, ran.stderr);
    assert.equal(ran.calls.length, 1);
    assert.match(ran.stderr, /^Error: Cannot fetch the next page: it is at/m);
    assert.throws(() => JSON.parse(ran.stdout));
  }
});

Deno.test("call --all ends where pages lead back", async () => {
  const ran = await runCall([USERS, "--all"], {
    api: pages(99, (at) => `${USERS}?p=${at % 3}`),
  });
  assert.equal(ran.code, 4);
  assert.equal(ran.calls.length, 4);
  assert.match(ran.stderr, /its pages never end$/m);
});

Deno.test("call --all leaves a list unfinished when a page fails", async () => {
  const good = pages(3);
  const ran = await runCall([USERS, "--all"], {
    api: (call, index) =>
      index < 2 ? good(call, index) : Response.json({
        error: { code: "Gone", message: "No more." },
      }, { status: 410 }),
  });
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /410 \(Gone\): No more$/m);
  assert.throws(() => JSON.parse(ran.stdout));
});

Deno.test("call --all says what is no list, and shows an error as any call does", async () => {
  const single = await runCall([USERS, "--all"], {
    api: () => Response.json({ id: 1 }),
  });
  assert.equal(single.code, 64);
  assert.match(single.stderr, /no list in "value"/);
  const refused = await runCall([USERS, "--all"], {
    api: () => Response.json({ error: { code: "No" } }, { status: 403 }),
  });
  assert.equal(refused.code, 3);
  assert.deepEqual(JSON.parse(refused.stdout), { error: { code: "No" } });
});

Deno.test("call --all refuses a page that is nested without end, in words and at once", async () => {
  const deep = [
    '{"value":' + "[".repeat(8_000_000),
    `{"value":[${'{"a":'.repeat(300)}1${"}".repeat(300)}]}`,
  ];
  for (const text of deep) {
    const ran = await runCall([USERS, "--all"], {
      api: () => new Response(text),
    });
    assert.equal(ran.code, 4, ran.stderr);
    assert.match(ran.stderr, /nested deeper than 256 levels/);
  }
  const brackets = "[{".repeat(300) + '\\"';
  const fine = await runCall([USERS, "--all"], {
    api: () => Response.json({ value: [brackets] }),
  });
  assert.equal(fine.code, 0, fine.stderr);
});

Deno.test("call --all writes many small items together, and every one of them", async () => {
  const value = Array.from({ length: 30_000 }, (_, index) => index);
  const parts: string[] = [];
  const stdout = {
    isTerminal: false,
    write: (text: string) => void parts.push(text),
  };
  const ran = await runCall([USERS, "--all"], {
    api: (_call, index) =>
      Response.json({
        value,
        ...(index === 0 ? { nextLink: `${USERS}?p=1` } : {}),
      }),
    replace: { stdout },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(JSON.parse(parts.join("")).value, [...value, ...value]);
  assert.ok(parts.length < 20, String(parts.length));
});

Deno.test("call --all counts on a terminal while it takes long", async () => {
  const due: (() => void)[] = [];
  const good = pages(2);
  const ran = await runCall([USERS, "--all"], {
    terminals: ["stderr"],
    remind: (_ms, listener) => void due.push(listener),
    api: (call, index) => {
      due.splice(0).forEach((listener) => listener());
      return good(call, index);
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /1 page, 2 items/);
});
