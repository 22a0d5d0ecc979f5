import assert from "node:assert/strict";
import { createCipheriv, pbkdf2Sync } from "node:crypto";
import fc from "npm:fast-check@4.10.2";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const PASS = "correct horse battery";
const SECRET = "s3cr3t-of-the-client";

const ci = {
  name: "ci",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["api://x/.default"],
  clientSecret: "env:CI_SECRET",
};
const work = { name: "work", tenant: TENANT, clientId: CLIENT };

function profilesIn(files: ReadonlyMap<string, string>) {
  const { profiles } = JSON.parse(files.get(PROFILES) ?? '{"profiles":[]}');
  return profiles as readonly Record<string, unknown>[];
}

function importing(
  text: string,
  { argv = [], ...setting }: FakeSetting & {
    readonly argv?: readonly string[];
  } = {},
) {
  return runFake(["config", "import", "in.json", ...argv], {
    ...setting,
    files: { ...setting.files, "in.json": text },
  });
}

/** A machine that has a profile with a sealed secret. */
async function sealedMachine() {
  const storage = memoryStorage();
  const made = await runFake([
    ...["config", "create", "app", "-t", TENANT, "--client-id", CLIENT],
    ...["-s", "api://x/.default", "--client-secret-stdin"],
  ], { stdin: SECRET, storage });
  assert.equal(made.code, 0, made.stderr);
  return { storage, files: Object.fromEntries(made.files) };
}

/** What entra-auth-cli writes, made with another implementation. */
function foreignExport(value: unknown, passphrase = PASS): string {
  const salt = new Uint8Array(32).fill(7);
  const iv = new Uint8Array(16).fill(9);
  const key = pbkdf2Sync(passphrase, salt, 100_000, 32, "sha256");
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const text = JSON.stringify(value, undefined, 2);
  const bytes = [salt, iv, cipher.update(text), cipher.final()];
  return new Uint8Array(bytes.flatMap((part) => [...part])).toBase64();
}

Deno.test("config export and config import carry profiles and their secrets, sealed", async () => {
  const { storage, files } = await sealedMachine();
  const setting = { storage, files, env: { PASS } };
  const argv = ["config", "export", "--all", "--passphrase-env", "PASS"];
  const bare = await runFake(argv, setting);
  assert.match(bare.stderr, /Without the secrets of app; --include-secrets/);
  const full = await runFake([...argv, "--include-secrets"], setting);
  assert.equal(full.code, 0, full.stderr);
  const sealed = JSON.parse(full.stdout);
  assert.deepEqual([sealed.format, sealed.version, sealed.kdf.N], [
    "entrada-profiles",
    1,
    131_072,
  ]);
  for (const text of [full.stdout, full.stderr, bare.stdout]) {
    assert.ok(!text.includes(SECRET) && !text.includes(CLIENT));
  }
  const elsewhere = memoryStorage();
  const taken = await importing(full.stdout, {
    argv: ["--passphrase-env", "PASS"],
    env: { PASS },
    storage: elsewhere,
  });
  assert.equal(taken.code, 0, taken.stderr);
  assert.match(taken.stderr, /^Imported the profile "app"$/m);
  assert.ok(!taken.files.get(PROFILES)?.includes(SECRET));
  const used = await runFake(["get-token", "-p", "app", "--no-cache"], {
    files: Object.fromEntries(taken.files),
    storage: elsewhere,
    replies: [tokenAnswer()],
  });
  assert.equal(used.code, 0, used.stderr);
  assert.equal(used.ports.sent[0]?.form?.get("client_secret"), SECRET);
  // Without its secret a sealed reference would lead nowhere.
  const without = await importing(bare.stdout, {
    stdin: `${PASS}\n`,
  });
  assert.equal(without.code, 0, without.stderr);
  assert.match(without.stderr, /"app": It comes without its secret; /);
  assert.equal(profilesIn(without.files)[0]?.["clientSecret"], undefined);
});

Deno.test("config import tells a wrong passphrase and a changed file by one sentence, and writes nothing", async () => {
  const { stdout } = await runFake(
    ["config", "export", "ci", "--passphrase-env", "PASS"],
    { files: { [PROFILES]: profilesText([ci]) }, env: { PASS } },
  );
  const sealed = JSON.parse(stdout);
  const flipped = (text: string) =>
    text.slice(0, 20) + (text[20] === "A" ? "B" : "A") + text.slice(21);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [stdout, "another one", /not the right one, or the file was changed/],
    [
      JSON.stringify({ ...sealed, data: flipped(sealed.data) }),
      PASS,
      /not the right one, or the file was changed/,
    ],
    [
      JSON.stringify({ ...sealed, kdf: { ...sealed.kdf, N: 2 ** 18 } }),
      PASS,
      /not the right one, or the file was changed/,
    ],
    [
      JSON.stringify({ ...sealed, kdf: { ...sealed.kdf, N: 2 ** 30 } }),
      PASS,
      /it is damaged/,
    ],
    [JSON.stringify({ ...sealed, data: "??" }), PASS, /it is damaged/],
    [JSON.stringify({ ...sealed, version: 2 }), PASS, /a newer Entrada/],
  ];
  for (const [text, passphrase, says] of cases) {
    const ran = await importing(text, {
      argv: ["--passphrase-env", "PASS"],
      env: { PASS: passphrase },
    });
    assert.equal(ran.code, 78, ran.stderr);
    assert.match(ran.stderr, says);
    assert.equal(ran.files.get(PROFILES), undefined);
  }
});

Deno.test("config export asks for the passphrase twice, and never writes a secret in clear", async () => {
  const files = { [PROFILES]: profilesText([ci]) };
  const typed = (stdin: string) =>
    runFake(["config", "export", "ci"], {
      files,
      stdin,
      terminals: ["stdin", "stderr"],
    });
  assert.equal((await typed(`${PASS}\n${PASS}\n`)).code, 0);
  assert.match((await typed(`${PASS}\nx\n`)).stderr, /passphrases differ/);
  assert.match((await typed("short\n")).stderr, /too short/);
  const plain = await runFake(["config", "export", "ci", "--plain"], { files });
  assert.deepEqual(JSON.parse(plain.stdout), { version: 1, profiles: [ci] });
  const both = ["config", "export", "ci", "--plain", "--include-secrets"];
  assert.equal((await runFake(both, { files })).code, 64);
  assert.equal((await runFake(["config", "export"], { files })).code, 64);
  const nobody = await runFake(["config", "export", "ci"], { files });
  assert.equal(nobody.code, 64);
  assert.match(nobody.stderr, /^Hint: .*--passphrase-env/m);
});

Deno.test("config export replaces a file only when it is told to", async () => {
  const files = { [PROFILES]: profilesText([ci]), "out.json": "mine" };
  const argv = ["config", "export", "ci", "--plain", "-o", "out.json"];
  const refused = await runFake(argv, { files });
  assert.equal(refused.code, 8);
  assert.equal(refused.files.get("out.json"), "mine");
  const forced = await runFake([...argv, "--force"], { files });
  assert.equal(forced.code, 0, forced.stderr);
  assert.equal(forced.stdout, "");
  assert.match(forced.files.get("out.json") ?? "", /"ci"/);
});

Deno.test("config import takes over every shape of entra-auth-cli", async () => {
  const camel = {
    name: "Contoso App",
    tenantId: TENANT,
    clientId: CLIENT,
    scopes: ["https://graph.microsoft.com/.default"],
    resource: null,
    authMethod: "ClientSecret",
    cacheCertificatePassword: false,
    defaultFlow: "ClientCredentials",
    createdAt: "2026-01-01T00:00:00Z",
  };
  const array = await importing(JSON.stringify([camel]));
  assert.equal(array.code, 0, array.stderr);
  assert.deepEqual(profilesIn(array.files), [{
    name: "Contoso-App",
    tenant: TENANT,
    clientId: CLIENT,
    scopes: ["https://graph.microsoft.com/.default"],
    flow: "client-credentials",
  }]);
  assert.match(array.stderr, /"Contoso App" is called "Contoso-App" here/);
  assert.match(array.stderr, /Not taken over: createdAt/);
  assert.match(array.stderr, /without its client secret; .*config edit/);
  const documented = await importing(JSON.stringify({
    profiles: [
      { name: "a", clientId: CLIENT, tenantId: TENANT, scope: "User.Read,x" },
      {
        name: "b",
        client_id: CLIENT,
        tenant_id: TENANT,
        auth_method: "PasswordlessCertificate",
        certificate_path: "/nowhere/b.pfx",
        default_flow: "DeviceCode",
        certificate_thumbprint: "AB",
      },
    ],
  }));
  assert.equal(documented.code, 0, documented.stderr);
  assert.deepEqual(profilesIn(documented.files), [
    {
      name: "a",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: ["User.Read", "x"],
    },
    {
      name: "b",
      tenant: TENANT,
      clientId: CLIENT,
      flow: "device-code",
      clientCertificate: "/nowhere/b.pfx",
    },
  ]);
  assert.match(
    documented.stderr,
    /needs \/nowhere\/b\.pfx, which is not there/,
  );
  assert.match(documented.stderr, /Not taken over: certificateThumbprint/);
});

Deno.test("config import opens an encrypted export of entra-auth-cli and seals its secret", async () => {
  const text = foreignExport({
    Profile: {
      name: "app",
      tenantId: TENANT,
      clientId: CLIENT,
      scopes: ["api://x/.default"],
      authMethod: "ClientSecret",
    },
    ClientSecret: SECRET,
    CertificatePassword: null,
    ExportedAt: "2026-01-01T00:00:00+00:00",
  });
  const storage = memoryStorage();
  const ran = await runFake(
    ["config", "import", "-i", "p.enc", "-n", "dev"],
    { files: { "p.enc": text }, stdin: `${PASS}\n`, storage },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(profilesIn(ran.files)[0]?.["name"], "dev");
  assert.ok(!ran.files.get(PROFILES)?.includes(SECRET));
  const used = await runFake(["get-token", "-p", "dev", "--no-cache"], {
    files: Object.fromEntries(ran.files),
    storage,
    replies: [tokenAnswer()],
  });
  assert.equal(used.ports.sent[0]?.form?.get("client_secret"), SECRET);
  const refused = await importing(text, { stdin: "another\n" });
  assert.equal(refused.code, 78, refused.stderr);
  assert.match(refused.stderr, /not the right one, or the file was changed/);
  assert.match(refused.stderr, /^Hint: Try the passphrase that sealed it/m);
  const cut = await importing(text.slice(0, -8), { stdin: `${PASS}\n` });
  assert.equal(cut.code, 78, cut.stderr);
});

Deno.test("config import skips, replaces or renames what is there, as it is told", async () => {
  const files = { [PROFILES]: profilesText([work, { ...ci, name: "CI" }]) };
  const text = JSON.stringify({ version: 1, profiles: [ci] });
  const names = async (argv: readonly string[], stdin = "") => {
    const terminals = stdin === "" ? [] : ["stdin", "stderr"] as const;
    const ran = await importing(text, {
      ...{ files, stdin, terminals },
      argv: ["--trust", ...argv],
    });
    return [ran.code, profilesIn(ran.files).map(({ name }) => name)];
  };
  assert.deepEqual(await names([]), [64, ["work", "CI"]]);
  assert.deepEqual(await names(["--on-clash", "skip"]), [0, ["work", "CI"]]);
  const replaced = await names(["--on-clash", "overwrite"]);
  assert.deepEqual(replaced, [0, ["work", "CI"]]);
  const renamed = await names(["--on-clash", "rename"]);
  assert.deepEqual(renamed, [0, ["work", "CI", "ci-2"]]);
  assert.deepEqual(await names([], "what\nrename\n"), renamed);
  assert.deepEqual(await names([], "\n"), [0, ["work", "CI"]]);
});

Deno.test("config import --dry-run tells what would happen, and writes nothing", async () => {
  const ran = await importing(JSON.stringify({ version: 1, profiles: [ci] }), {
    argv: ["--dry-run"],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^Would import the profile "ci"$/m);
  assert.equal(ran.files.get(PROFILES), undefined);
});

Deno.test("config import refuses what it cannot trust or read, all of it", async () => {
  const good = { name: "x", tenantId: TENANT, clientId: CLIENT };
  const proto = JSON.stringify([good])
    .replace("{", '{"__proto__":{"polluted":1},');
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /it is empty/],
    ["{", /this is not JSON/],
    ["not base64!", /this is not JSON/],
    ["[".repeat(200_000), /this is not JSON/],
    ["[]", /it has no profile/],
    ["null", /profile 1: it is no object|this is not JSON/],
    [proto, /it has a member "__proto__"/],
    [
      JSON.stringify([good, { ...good, name: "a\u001b]0;x\u0007" }]),
      /profile 2: its name has characters that cannot be seen/,
    ],
    [JSON.stringify([good, { ...good, name: "X" }]), /"X" is in it twice/],
    [JSON.stringify([good, { name: "y" }]), /the profile "y": .*tenant/],
    [
      JSON.stringify([{ ...good, clientId: "7" }]),
      /the profile "x": Cannot use the client id/,
    ],
    [JSON.stringify([{ ...good, scopes: [1] }]), /profile 1: its "scopes"/],
    [
      JSON.stringify([{ ...good, name: 7 }]),
      /profile 1: its "name" is no text/,
    ],
    ['{"version":1,"profiles":[{"name":"x"}]}', /in\.json:1:\d+: /],
    [" ".repeat(17 * 1024 * 1024), /it is too long/],
  ];
  for (const [text, says] of cases) {
    const ran = await importing(text);
    assert.equal(ran.code, 78, `${text.slice(0, 60)}: ${ran.stderr}`);
    assert.match(ran.stderr, says);
    assert.equal(ran.files.get(PROFILES), undefined);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  }
});

Deno.test("config import takes back every secret when the profiles cannot be written", async () => {
  const { storage, files } = await sealedMachine();
  const { stdout } = await runFake([
    ...["config", "export", "app", "--include-secrets"],
    ...["--passphrase-env", "PASS"],
  ], { storage, files, env: { PASS } });
  const elsewhere = memoryStorage();
  const ran = await importing(stdout, {
    argv: ["--passphrase-env", "PASS"],
    env: { PASS },
    storage: elsewhere,
    replace: {
      files: {
        read: (path: string) =>
          Promise.resolve(path === "in.json" ? stdout : undefined),
        writePrivate: () => Promise.reject(new Error("ENOSPC")),
      },
    },
  });
  assert.equal(ran.code, 8, ran.stderr);
  const records = await elsewhere.records("");
  assert.equal(await records.removeSecrets("secrets app"), false);
});

Deno.test("config import answers anything with a sentence", async () => {
  const text = JSON.stringify({
    profiles: [{ name: "a", tenantId: TENANT, clientId: CLIENT, scope: "x" }],
  });
  const cut = Array.from(text, (_letter, index) => text.slice(0, index));
  const member = fc.constantFrom(
    ...["name", "tenantId", "client_id", "Scopes", "authMethod", "profiles"],
    ...["Profile", "ClientSecret", "version", "format", "kdf", "default"],
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        null,
        true,
        1,
        "",
        "a",
        CLIENT,
        TENANT,
        "entrada-profiles",
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(member, tie("value"), { maxKeys: 5 }),
    ),
  })).value;
  const made = fc.sample(json, { numRuns: 300, seed: 7 })
    .map((value) => JSON.stringify(value));
  for (const each of [...cut, ...made]) {
    const ran = await importing(each, { stdin: `${PASS}\n` });
    assert.ok([0, 78].includes(ran.code), `${each}: ${ran.stderr}`);
    const isWritten = ran.files.get(PROFILES) !== undefined;
    assert.equal(isWritten, ran.code === 0, each);
  }
});
