import assert from "node:assert/strict";
import { fakePorts } from "../support/fake_ports.ts";
import { SANDBOX_TLS, startSandbox } from "../../src/sandbox/mod.ts";
import {
  type DoctorSetting,
  examine,
  type Examined,
  REAL_NETWORK,
} from "./doctor_world.ts";

const TENANT = "aaaaaaaa-0000-4000-8000-000000000001";

function asked(
  authority: string,
  setting: DoctorSetting = {},
): Promise<Examined> {
  return examine({
    diagnosis: REAL_NETWORK,
    ...setting,
    env: { ENTRADA_AUTHORITY: authority, ...setting.env },
  });
}

/** Serves one answer, and asks for it. */
async function served(
  answer: (origin: string) => Response | Promise<Response>,
  setting: DoctorSetting = {},
): Promise<Examined> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(new URL(request.url).origin),
  );
  try {
    const origin = `http://127.0.0.1:${server.addr.port}`;
    return await asked(`${origin}/${TENANT}`, setting);
  } finally {
    await server.shutdown();
  }
}

function metadata(origin: string, changes: Record<string, unknown> = {}) {
  return {
    issuer: `${origin}/${TENANT}/v2.0`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    ...changes,
  };
}

/** What is said of the network, but for what is well. */
function trouble({ findings }: Examined): readonly string[] {
  return findings.filter(({ area, level }) =>
    area === "network" && level !== "ok"
  )
    .map(({ id, level }) => `${id}: ${level}`);
}

Deno.test("doctor asks the authority of the profile", async () => {
  const sandbox = await startSandbox();
  try {
    const profiles = JSON.stringify({
      version: 1,
      profiles: [
        { name: "other", tenant: "contoso.com", clientId: TENANT },
        { name: "sand", authority: sandbox.authority, clientId: TENANT },
      ],
    });
    const ran = await examine({
      flags: { json: true, profile: "SAND" },
      profiles,
      diagnosis: REAL_NETWORK,
    });
    assert.deepEqual(trouble(ran), []);
    const found = ran.find("discovery");
    assert.match(
      found?.message ?? "",
      /\(profile "sand"\) answers as the issuer .*, in \d+ ms$/,
    );
    assert.equal(ran.levels["clock"], "ok");
    assert.equal(ran.code, 0, ran.stdout);
  } finally {
    await sandbox.close();
  }
});

Deno.test("doctor tells a page, a redirect and a stranger from an authority", async () => {
  for (
    const [answer, says] of [
      [
        () => new Response("<html>Sign in to the network</html>"),
        /a web page instead of JSON/,
      ],
      [
        () => Response.redirect("http://portal.example/", 302),
        /redirects elsewhere/,
      ],
      [() => new Response("", { status: 503 }), /HTTP 503/],
      [
        (origin: string) =>
          Response.json(metadata(origin, { issuer: "https://evil.example/" })),
        /calls itself "https:\/\/evil\.example\/"/,
      ],
      [
        (origin: string) =>
          Response.json(metadata(origin, { token_endpoint: 7 })),
        /token_endpoint/,
      ],
    ] as const
  ) {
    const ran = await served(answer);
    assert.deepEqual(trouble(ran), ["discovery: error"]);
    const found = ran.find("discovery");
    assert.match(found?.message ?? "", says);
    assert.ok(found?.fix);
    assert.equal(ran.code, 4);
  }
});

Deno.test("doctor measures the clock by the authority's answer", async () => {
  const MINUTE = 60_000;
  for (
    const [offset, level, says] of [
      [0, "ok", /agrees/],
      [3 * MINUTE, "note", /behind/],
      [-20 * MINUTE, "warning", /(19|20) minutes ahead of/],
      [400 * 24 * 60 * MINUTE, "warning", /1 year|\d+ days behind/],
    ] as const
  ) {
    const ran = await served((origin) =>
      Response.json(metadata(origin), {
        headers: { date: new Date(Date.now() + offset).toUTCString() },
      })
    );
    const found = ran.findings.find(({ area }) => area === "clock");
    assert.equal(found?.level, level);
    assert.match(found?.message ?? "", says);
    assert.equal(ran.code, 0);
  }
});

/** A network without a way to anybody. */
const unreachable = fakePorts({
  replies: [new TypeError("error sending request")],
});

Deno.test("doctor tells that nobody listens, and that a name is unknown", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const closed = await asked(`http://127.0.0.1:${port}/${TENANT}`);
  assert.deepEqual(trouble(closed), ["connection: error"]);
  assert.equal(closed.code, 4);
  const unknown = await asked(`https://no-such-host.invalid/${TENANT}`, {
    diagnosis: {
      reach: () => Promise.resolve({ addresses: { failed: "ENOTFOUND" } }),
    },
    replace: { ports: () => Promise.resolve(unreachable) },
  });
  assert.deepEqual(trouble(unknown), ["dns: error"]);
  assert.match(
    unknown.find("dns")?.message ?? "",
    /no-such-host\.invalid cannot be found/,
  );
  assert.equal(unknown.levels["clock_unknown"], "note");
});

Deno.test("doctor tells whose certificate is not trusted", async () => {
  const sandbox = await startSandbox({
    hostname: "localhost",
    tls: SANDBOX_TLS,
  });
  try {
    const ran = await asked(sandbox.authority);
    assert.deepEqual(trouble(ran), ["tls: error"]);
    const found = ran.find("tls");
    assert.match(
      found?.message ?? "",
      /of "Entrada sandbox loopback.*", whom nothing here trusts/,
    );
    assert.match(found?.fix ?? "", /DENO_CERT/);
  } finally {
    await sandbox.close();
  }
});

Deno.test("doctor looks for the proxy, and shows neither its user nor its password", async () => {
  const sought: string[] = [];
  const ran = await examine({
    env: { HTTPS_PROXY: "http://ada:hunter2@proxy.example:3128/x" },
    verbose: true,
    diagnosis: {
      reach: (address) => {
        sought.push(address.href);
        return Promise.resolve({ addresses: { failed: "ENOTFOUND" } });
      },
    },
    replace: {
      ports: () =>
        Promise.resolve(fakePorts({ replies: [new TypeError("no proxy")] })),
    },
  });
  assert.deepEqual(sought, ["http://proxy.example:3128/"]);
  assert.deepEqual(trouble(ran), ["proxy: note", "dns: error"]);
  assert.doesNotMatch(ran.stdout, /hunter2|ada:/);
  const direct = await served((origin) => Response.json(metadata(origin)), {
    env: { HTTP_PROXY: "http://no-such-proxy.invalid" },
  });
  assert.match(direct.find("proxy")?.message ?? "", /reached past it/);
  assert.deepEqual(trouble(direct), []);
});

Deno.test("doctor says that no authority can be told from the settings", async () => {
  const ran = await examine({
    env: { ENTRADA_AUTHORITY: "http://idp.example" },
    diagnosis: REAL_NETWORK,
  });
  assert.deepEqual(trouble(ran), ["authority_unknown: error"]);
  assert.equal(ran.levels["clock_unknown"], "note");
});

Deno.test("doctor waits for a mute authority no longer than 5 seconds, and says so", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })();
  const from = performance.now();
  try {
    const ran = await asked(`http://127.0.0.1:${listener.addr.port}/${TENANT}`);
    const took = performance.now() - from;
    assert.ok(took < 5_000, `${took} ms`);
    assert.deepEqual(trouble(ran), ["discovery: error"]);
    assert.match(
      ran.find("discovery")?.message ?? "",
      /did not answer in time/,
    );
    assert.equal(ran.code, 4);
  } finally {
    for (const connection of connections) connection.close();
    listener.close();
    await accepting;
  }
});
