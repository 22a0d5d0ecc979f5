import assert from "node:assert/strict";
import { CERTIFICATE, EXPIRED, KEY } from "../support/certificates/pem.ts";
import { pfx } from "../support/certificates/pfx.ts";
import {
  examine,
  type Examined,
  inDirectory,
  REAL_FILES,
} from "./doctor_world.ts";
import { profilesText } from "./fake_io.ts";

const CLIENT = "11111111-2222-4333-8444-555555555555";
const WHO = { tenant: "contoso.com", clientId: CLIENT };
const IS_WINDOWS = Deno.build.os === "windows";

function judged(
  settings: Record<string, unknown>,
  { env = {}, members = {} }: {
    readonly env?: Record<string, string>;
    readonly members?: Record<string, unknown>;
  } = {},
): Promise<Examined> {
  return examine({
    flags: { json: true, offline: true },
    profiles: profilesText([{ name: "a", ...settings }], members),
    env,
    diagnosis: REAL_FILES,
  });
}

/** What is said of profiles, without the file itself. */
function said({ findings }: Examined): readonly string[] {
  return findings.filter(({ area, id }) =>
    area === "profiles" && id !== "profiles_file"
  )
    .map(({ id, level }) => `${id}: ${level}`);
}

async function write(path: string, content: string | Uint8Array, mode = 0o600) {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  await Deno.writeFile(path, bytes);
  if (!IS_WINDOWS) await Deno.chmod(path, mode);
}

Deno.test("doctor is content with profiles that can be used", async () => {
  for (
    const settings of [
      { ...WHO, scopes: ["User.Read"] },
      { ...WHO, resource: "graph", clientSecret: "env:S" },
      { ...WHO, redirectUri: "http://localhost" },
      { flow: "managed-identity", resource: "arm" },
      { authority: "https://idp.example", clientId: "any" },
    ]
  ) {
    const ran = await judged(settings, { env: { S: "x" } });
    assert.deepEqual(
      said(ran),
      ["profile_valid: ok"],
      JSON.stringify(settings),
    );
    assert.equal(ran.code, 0);
  }
});

Deno.test("doctor says what no call with a profile could do", async () => {
  for (
    const [settings, says] of [
      [{ ...WHO, clientId: "my-app" }, /client id "my-app"/],
      [{ ...WHO, redirectUri: "http://contoso.com" }, /redirect URI/],
      [{ ...WHO, tenant: "not a tenant" }, /tenant/],
      [{ ...WHO, cloud: "mars" }, /cloud "mars"/],
      [{ ...WHO, authority: "http://idp.example" }, /not https/],
      [
        { ...WHO, scopes: ["User.Read"], resource: "arm" },
        /scope and a resource/,
      ],
      [
        { ...WHO, scopes: ["User.Read"], clientSecret: "env:HOME" },
        /without a user/,
      ],
      [{ ...WHO, resource: "no-such-api" }, /no-such-api/],
      [{ ...WHO, claims: "{" }, /claims/],
    ] as const
  ) {
    const ran = await judged(settings);
    assert.deepEqual(
      said(ran),
      ["profile_invalid: error"],
      JSON.stringify(settings),
    );
    const found = ran.find("profile_invalid");
    assert.match(found?.message ?? "", /^Profile "a": Cannot /);
    assert.match(found?.message ?? "", says);
    assert.ok(found?.fix, JSON.stringify(settings));
    assert.equal(ran.code, 78);
  }
});

Deno.test("doctor warns of a profile without a tenant", async () => {
  assert.deepEqual(said(await judged({ clientId: CLIENT })), [
    "profile_tenant_missing: warning",
  ]);
});

Deno.test("doctor says that the default profile is missing", async () => {
  const ran = await judged(WHO, { members: { default: "b" } });
  assert.deepEqual(said(ran), [
    "default_profile_missing: error",
    "profile_valid: ok",
  ]);
});

Deno.test("doctor finds what a profile refers to, or says what is missing", async () => {
  await inDirectory(async (path) => {
    await write(`${path}/secret`, "s3cr3t");
    await write(`${path}/empty`, "");
    for (
      const [settings, marks] of [
        [{ clientSecret: `file:${path}/secret` }, ["profile_valid: ok"]],
        [{ clientSecret: "env:UNSET" }, ["secret_missing: warning"]],
        [{ clientSecret: "env:EMPTY" }, ["secret_missing: warning"]],
        [{ clientSecret: `file:${path}/none` }, ["secret_missing: error"]],
        [{ clientSecret: `file:${path}/empty` }, ["secret_missing: error"]],
        [{ clientSecret: `file:${path}` }, ["secret_missing: error"]],
        [{ clientSecret: "command:sh -c date" }, ["profile_valid: ok"]],
        [{ clientSecret: "command:no-such-program-5f0e" }, [
          "secret_missing: error",
        ]],
        [{ clientSecret: "keyring" }, ["profile_valid: ok"]],
        [{ refreshToken: "env:UNSET" }, ["secret_missing: warning"]],
        [{ userAssertion: "profile:A" }, ["profile_valid: ok"]],
        [{ userAssertion: "profile:none" }, [
          "profile_reference_missing: error",
        ]],
        [{ clientAssertion: "profile:none" }, [
          "profile_reference_missing: error",
        ]],
        [{ clientAssertion: `file:${path}/secret` }, ["profile_valid: ok"]],
        [{ clientAssertion: "file" }, ["secret_missing: warning"]],
        [{ clientAssertion: "command:no-such-program-5f0e --jwt" }, [
          "secret_missing: error",
        ]],
        [{ clientAssertion: "github-actions" }, [
          "profile_valid: ok",
          "assertion_source_elsewhere: note",
        ]],
      ] as const
    ) {
      const ran = await judged({ ...WHO, ...settings }, { env: { EMPTY: "" } });
      assert.deepEqual(said(ran), marks, JSON.stringify(settings));
      assert.doesNotMatch(ran.stdout, /s3cr3t/);
    }
  });
});

Deno.test({
  name: "doctor warns of secrets that others may read",
  ignore: IS_WINDOWS,
  fn: () =>
    inDirectory(async (path) => {
      await write(`${path}/it's secret`, "s3cr3t", 0o640);
      const ran = await judged({
        ...WHO,
        clientSecret: `file:${path}/it's secret`,
      });
      assert.deepEqual(said(ran), ["secret_readable_by_others: warning"]);
      const { fix = "" } = ran.find("secret_readable_by_others") ?? {};
      const { code } = await new Deno.Command("sh", { args: ["-c", fix] })
        .output();
      assert.equal(code, 0);
      const again = await judged({
        ...WHO,
        clientSecret: `file:${path}/it's secret`,
      });
      assert.deepEqual(said(again), ["profile_valid: ok"]);
    }),
});

Deno.test({
  name: "doctor warns of a profiles file that others may write",
  ignore: IS_WINDOWS,
  fn: () =>
    inDirectory(async (home) => {
      await write(
        `${home}/profiles.json`,
        profilesText([{ name: "a", ...WHO }]),
        0o664,
      );
      const ran = await examine({
        flags: { json: true, offline: true },
        home,
        diagnosis: REAL_FILES,
      });
      assert.equal(ran.levels["profiles_writable_by_others"], "warning");
    }),
});

Deno.test("doctor tells when the certificate of a profile ends", async () => {
  await inDirectory(async (path) => {
    await write(`${path}/both.pem`, CERTIFICATE + KEY);
    await write(`${path}/cert.pem`, CERTIFICATE, 0o644);
    await write(`${path}/key.pem`, KEY);
    await write(`${path}/old.pem`, EXPIRED + KEY);
    await write(`${path}/pair.pfx`, pfx("modern"));
    for (
      const [settings, marks] of [
        [{ clientCertificate: `${path}/both.pem` }, [
          "profile_valid: ok",
          "certificate_valid: ok",
        ]],
        [{
          clientCertificate: `${path}/cert.pem`,
          clientKey: `${path}/key.pem`,
        }, ["profile_valid: ok", "certificate_valid: ok"]],
        [{ clientCertificate: `${path}/old.pem` }, [
          "certificate_expired: error",
        ]],
        [{ clientCertificate: `${path}/none.pem` }, ["secret_missing: error"]],
        [{ clientCertificate: `${path}/cert.pem` }, [
          "certificate_unusable: error",
        ]],
        [{
          clientCertificate: `${path}/pair.pfx`,
          certificatePassword: "command:sh -c exit",
        }, ["profile_valid: ok", "certificate_not_opened: note"]],
        [{
          clientCertificate: `${path}/pair.pfx`,
          certificatePassword: "env:UNSET",
        }, ["secret_missing: warning"]],
        [{
          clientCertificate: `${path}/pair.pfx`,
          certificatePassword: "env:WRONG",
        }, ["certificate_unusable: error"]],
      ] as const
    ) {
      const ran = await judged({ ...WHO, ...settings }, {
        env: { WRONG: "s3cr3t" },
      });
      // A certificate without its key is public, whoever reads it.
      const found = said(ran).filter((each) =>
        !each.startsWith("secret_readable")
      );
      assert.deepEqual(found, marks, JSON.stringify(settings));
      assert.doesNotMatch(ran.stdout, /s3cr3t|PRIVATE KEY/);
    }
  });
});
