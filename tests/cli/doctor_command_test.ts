import assert from "node:assert/strict";
import { Interruption } from "../../src/cli/errors.ts";
import { examine } from "./doctor_world.ts";
import { profilesText, unsafeCharacters } from "./fake_io.ts";

const CLIENT = "11111111-2222-4333-8444-555555555555";
const OFFLINE = { json: true, offline: true };

Deno.test("doctor ends with 0 where all is well, and says nothing on standard error", async () => {
  const ran = await examine({ flags: OFFLINE });
  assert.equal(ran.code, 0, ran.stdout);
  assert.equal(ran.stderr, "");
  assert.equal(ran.summary.errors, 0);
  assert.equal(ran.levels["network_skipped"], "note");
  assert.equal(ran.levels["protection"], "ok");
});

Deno.test("doctor writes areas, marks and fixes for people", async () => {
  const ran = await examine({
    flags: { offline: true },
    env: { LD_PRELOAD: "/x.so" },
  });
  assert.match(ran.stdout, /^Runtime\n {2}✓ ok /);
  assert.match(ran.stdout, /^ {2}▲ warning {2}LD_PRELOAD is set: /m);
  assert.match(ran.stdout, /^ {13}Fix: Unset it/m);
  assert.match(ran.stdout, /\d+ ok, \d+ notes, 1 warning, 0 errors\n$/);
  assert.deepEqual(unsafeCharacters(ran.stdout), []);
  const long = ran.stdout.split("\n").filter((line) => line.length > 80);
  assert.deepEqual(long, []);
});

Deno.test("doctor ends with the code of what is in the way", async () => {
  const damaged = await examine({
    flags: OFFLINE,
    profiles: '{"version":1,\n "profiles": [,]}',
  });
  assert.equal(damaged.code, 78);
  assert.match(
    damaged.find("profiles_damaged")?.message ?? "",
    /profiles\.json:2:15: this is not JSON/,
  );
  const full = await examine({
    flags: OFFLINE,
    diagnosis: {
      inspectDirectory: () =>
        Promise.resolve({
          path: { path: "/s", kind: "directory", isLink: false, size: 0 },
          triedIn: "/s",
          trial: { outcome: "full", code: "ENOSPC" },
          isForeign: false,
          entries: [],
        }),
    },
  });
  assert.equal(full.code, 8);
  const mute = await examine({
    flags: OFFLINE,
    diagnosis: { listen: () => ({ ipv4: "failed", ipv6: "failed" }) },
  });
  assert.equal(mute.code, 4);
});

Deno.test("doctor ends with 2 for a profile that does not exist, and shows no report", async () => {
  const ran = await examine({ flags: { ...OFFLINE, profile: "nope" } });
  assert.equal(ran.code, 2);
  assert.equal(ran.stdout, "");
});

Deno.test("doctor goes on when something cannot be looked at", async () => {
  const fail = () => Promise.reject(new Error("s3cr3t"));
  const ran = await examine({
    flags: OFFLINE,
    diagnosis: {
      inspectDirectory: fail,
      inspectProtection: fail,
      browser: fail,
      findPrograms: fail,
      listen: () => {
        throw new Error("s3cr3t");
      },
    },
  });
  const failed = ran.findings.filter(({ id }) => id === "check_failed");
  assert.deepEqual(failed.map(({ area }) => area), [
    "storage",
    "storage",
    "loopback",
    "browser",
    "clipboard",
  ]);
  assert.equal(ran.code, 0);
  assert.doesNotMatch(ran.stdout, /s3cr3t/);
});

Deno.test("doctor says what it waits for when it takes long", async () => {
  let listener = () => {};
  let finish = (_names: readonly string[]) => {};
  const running = examine({
    flags: OFFLINE,
    diagnosis: {
      findPrograms: () => {
        // By now the other checks are done, or about to be.
        queueMicrotask(() =>
          setTimeout(() => {
            listener();
            finish([]);
          }, 0)
        );
        return new Promise((resolve) => finish = resolve);
      },
    },
    replace: { remind: (_ms, heard) => listener = heard },
  });
  const { stderr } = await running;
  assert.match(
    stderr,
    /^Still looking at .*clipboard; it takes 4\.5 seconds at most\n$/,
  );
});

Deno.test("doctor stops when it is interrupted", async () => {
  const end = new AbortController();
  const ran = await examine({
    flags: OFFLINE,
    diagnosis: {
      browser: () => {
        end.abort(new Interruption("SIGINT"));
        return new Promise(() => {});
      },
    },
    replace: { signal: end.signal },
  });
  assert.equal(ran.code, 130);
  assert.equal(ran.stdout, "");
});

Deno.test("doctor chooses the flow as get-token does", async () => {
  const profiles = profilesText([
    {
      name: "a",
      tenant: "contoso.com",
      clientId: CLIENT,
      clientSecret: "env:S",
    },
  ]);
  const flowOf = async (setting: Parameters<typeof examine>[0]) =>
    (await examine({ flags: OFFLINE, ...setting })).find("flow")?.details?.flow;
  assert.equal(await flowOf({ env: { DISPLAY: ":0" } }), "interactive");
  assert.equal(
    await flowOf({ env: { SSH_TTY: "/dev/pts/0", DISPLAY: ":0" } }),
    "device-code",
  );
  assert.equal(await flowOf({ profiles }), "client-credentials");
  assert.equal(await flowOf({ profiles, env: { ENTRADA_FLOW: "azd" } }), "azd");
});

Deno.test("doctor shows no secret of the environment or of a profile", async () => {
  const canary = "canary-5f0e";
  const names = [
    "AZURE_CLIENT_SECRET",
    "AZURE_PASSWORD",
    "ENTRADA_REFRESH_TOKEN",
    "S",
    "HTTPS_PROXY",
  ];
  const env = Object.fromEntries(names.map((name) => [name, canary]));
  const profiles = profilesText([{
    name: "a",
    tenant: "contoso.com",
    clientId: CLIENT,
    clientSecret: "env:S",
  }]);
  for (const flags of [{ offline: true }, OFFLINE]) {
    const ran = await examine({ flags, env, profiles, verbose: true });
    assert.doesNotMatch(ran.stdout + ran.stderr, /canary/);
    assert.match(ran.stdout, /AZURE_CLIENT_SECRET/);
  }
});
