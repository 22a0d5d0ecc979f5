import assert from "node:assert/strict";
import { decodeToken } from "../../src/engine/jwt/decode.ts";
import { CERTIFICATE, KEY } from "../support/certificates/pem.ts";
import { pfx } from "../support/certificates/pfx.ts";
import { PASSPHRASE } from "../support/certificates/encrypted_keys.ts";
import {
  CLIENT,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { GRAPH, SECRET, WHO } from "./calls.ts";
import {
  type FakeSetting,
  PROFILES,
  profilesText,
  type Ran,
  runFake,
} from "./fake_io.ts";

const CALL = ["get-token", ...WHO, "-s", GRAPH];
/** What another issuer says of the client. */
const ASSERTION = unsignedToken({ sub: "job", exp: 4_000_000_000 });

function assertionOf(ran: Ran): string {
  assert.equal(ran.stdout, "the-access-token\n", ran.stderr);
  const form = ran.ports.sent.at(-1)?.form;
  assert.equal(
    form?.get("client_assertion_type"),
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  );
  return form?.get("client_assertion") ?? "";
}

/** Runs with files that are there for the time of the run. */
async function withFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (path: (name: string) => string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    await work((name) => `${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const run = (options: readonly string[], setting: FakeSetting = {}) =>
  runFake([...CALL, ...options], { replies: [tokenAnswer()], ...setting });

Deno.test("get-token signs with a certificate of any shape, and chooses client-credentials for it", async (t) => {
  await withFiles({
    "both.pem": CERTIFICATE + KEY,
    "certificate.pem": CERTIFICATE,
    "key.pem": KEY,
    "modern.pfx": pfx("modern"),
    "password.txt": `${PASSPHRASE}\n`,
  }, async (path) => {
    const password = { P: PASSPHRASE };
    const shapes:
      readonly (readonly [string, readonly string[], FakeSetting])[] = [
        ["combined PEM", ["--client-certificate", path("both.pem")], {}],
        ["two PEM files", [
          ...["--client-certificate", path("certificate.pem")],
          ...["--client-key", path("key.pem")],
        ], {}],
        ["PFX, password in a variable", [
          ...["--client-certificate", path("modern.pfx")],
          ...["--certificate-password-env", "P"],
        ], { env: password }],
        ["PFX, password piped in", [
          ...["--client-certificate", path("modern.pfx")],
          "--certificate-password-stdin",
        ], { stdin: `${PASSPHRASE}\n` }],
        ["variables alone", [], {
          env: {
            AZURE_CLIENT_CERTIFICATE_PATH: path("modern.pfx"),
            AZURE_CLIENT_CERTIFICATE_PASSWORD: PASSPHRASE,
          },
        }],
      ];
    for (const [name, options, setting] of shapes) {
      await t.step(name, async () => {
        const ran = await run(options, setting);
        const { header, payload } = decodeToken(assertionOf(ran));
        assert.equal(header.alg, "PS256");
        assert.ok("x5t#S256" in header && !("x5c" in header));
        assert.equal(payload.iss, CLIENT);
        assert.match(ran.stderr, /^Flow: client-credentials, because /m);
      });
    }
    await t.step("RS256 with its chain, from a profile", async () => {
      const ran = await runFake(["get-token", "-p", "ci"], {
        replies: [tokenAnswer()],
        files: {
          [PROFILES]: profilesText([{
            name: "ci",
            tenant: TENANT,
            clientId: CLIENT,
            scopes: [GRAPH],
            clientCertificate: path("both.pem"),
            certificateAlgorithm: "RS256",
            sendCertificateChain: true,
          }]),
        },
      });
      const { header } = decodeToken(assertionOf(ran));
      assert.equal(header.alg, "RS256");
      assert.ok("x5t" in header && "x5c" in header);
    });
  });
});

Deno.test("get-token says what is wrong with a certificate and never its password", async () => {
  await withFiles({ "modern.pfx": pfx("modern") }, async (path) => {
    const missing = await run(["--client-certificate", path("no.pem")]);
    assert.equal(missing.code, 78, missing.stderr);
    assert.match(missing.stderr, /no\.pem" does not exist/);
    const wrong = await run([
      ...["--client-certificate", path("modern.pfx")],
      ...["--certificate-password-env", "P", "--verbose"],
    ], { env: { P: SECRET } });
    assert.equal(wrong.code, 78, wrong.stderr);
    assert.ok(!wrong.stderr.includes(SECRET));
  });
});

Deno.test("get-token takes the client's assertion from every source", async (t) => {
  await withFiles({ "jwt": ASSERTION }, async (path) => {
    const sources:
      readonly (readonly [string, readonly string[], FakeSetting])[] = [
        ["a file", ["--client-assertion-file", path("jwt")], {}],
        ["a variable", ["--client-assertion-env", "J"], {
          env: { J: ASSERTION },
        }],
        ["a command", [
          "--client-assertion-command",
          `${Deno.execPath()} eval "console.log(Deno.readTextFileSync('${
            path("jwt")
          }'))"`,
        ], {}],
        ["the platform's file", ["--federated", "file"], {
          env: { AZURE_FEDERATED_TOKEN_FILE: path("jwt") },
        }],
        ["the environment alone", [], {
          env: { AZURE_FEDERATED_TOKEN_FILE: path("jwt") },
        }],
        ["GitHub Actions", ["--federated", "github-actions"], {
          env: {
            ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/token?x=1",
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job-token",
          },
          replies: [Response.json({ value: ASSERTION }), tokenAnswer()],
        }],
      ];
    for (const [name, options, setting] of sources) {
      await t.step(name, async () => {
        const ran = await run(options, setting);
        assert.equal(assertionOf(ran), ASSERTION);
        assert.ok(!ran.stderr.includes(ASSERTION));
      });
    }
  });
});

Deno.test("get-token refuses a command with a quote that is not closed, and does not run it", async () => {
  const ran = await run(["--client-assertion-command", 'mint "canary now']);
  assert.equal(ran.code, 78, ran.stderr);
  assert.match(
    ran.stderr,
    /^Error: Cannot read the command of --client-assertion-command: a quote in it is not closed$/m,
  );
  assert.ok(!ran.stderr.includes("canary"));
});

Deno.test("get-token takes the client's assertion from another profile, and shows the chain", async () => {
  const ran = await runFake(["get-token", "-p", "ci"], {
    replies: [tokenAnswer({ access_token: ASSERTION }), tokenAnswer()],
    env: { S: SECRET },
    files: {
      [PROFILES]: profilesText([
        {
          name: "ci",
          tenant: TENANT,
          clientId: CLIENT,
          scopes: [GRAPH],
          clientAssertion: "profile:Broker",
        },
        {
          name: "broker",
          tenant: "contoso.com",
          clientId: CLIENT,
          clientSecret: "env:S",
        },
      ]),
    },
  });
  assert.equal(assertionOf(ran), ASSERTION);
  assert.match(ran.stderr, /^Chain: broker → ci$/m);
  assert.equal(
    ran.ports.sent[0]?.form.get("scope"),
    "api://AzureADTokenExchange/.default",
  );
});

Deno.test("get-token refuses profiles that wait for each other", async () => {
  const profile = (name: string, other: string) => ({
    name,
    tenant: TENANT,
    clientId: CLIENT,
    scopes: [GRAPH],
    clientAssertion: `profile:${other}`,
  });
  const ran = await runFake(["get-token", "-p", "a"], {
    files: {
      [PROFILES]: profilesText([profile("a", "b"), profile("b", "A")]),
    },
  });
  assert.equal(ran.code, 78, ran.stderr);
  assert.match(ran.stderr, /it waits for itself, a → b → a$/m);
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("get-token acts on behalf of the user of another profile", async () => {
  const userToken = unsignedToken({
    aud: CLIENT,
    scp: "access_as_user",
    exp: 4_000_000_000,
  });
  const ran = await runFake([
    ...["get-token", ...WHO, "-s", "User.Read", "-f", "obo"],
    ...["--client-secret-env", "S", "--assertion-profile", "front"],
  ], {
    env: { S: SECRET },
    replies: [tokenAnswer({ access_token: userToken }), tokenAnswer()],
    files: {
      [PROFILES]: profilesText([{
        name: "front",
        tenant: TENANT,
        clientId: CLIENT,
        scopes: [`api://${CLIENT}/access_as_user`],
        flow: "refresh-token",
        refreshToken: "env:S",
      }]),
    },
  });
  assert.equal(ran.stdout, "the-access-token\n", ran.stderr);
  assert.equal(ran.ports.sent[1]?.form.get("assertion"), userToken);
  assert.match(ran.stderr, /^Chain: front → this call$/m);
});

Deno.test("get-token refuses two proofs of one client in one place", async () => {
  const ran = await run([
    ...["--client-secret-env", "S", "--client-certificate", "/c.pem"],
  ], { env: { S: SECRET } });
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /a client secret and a certificate together/);
  const both = await run(["--client-secret-stdin", "--password-stdin"]);
  assert.match(both.stderr, /--client-secret-stdin and --password-stdin/);
});
