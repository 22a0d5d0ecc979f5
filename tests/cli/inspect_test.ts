import assert from "node:assert/strict";
import { CLIENT, TENANT, unsignedToken } from "../support/tokens.ts";
import { deviceReplies } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
  unsafeCharacters,
} from "./fake_io.ts";

const now = START / 1000;
const claims = {
  aud: "https://graph.microsoft.com",
  iss: "https://sts.windows.net/aaaaaaaa-0000-4000-8000-000000000001/",
  iat: now - 300,
  nbf: now - 300,
  exp: now + 3600,
  scp: "User.Read",
  upn: "ada@contoso.example",
};
const TOKEN = unsignedToken(claims);

Deno.test("inspect says what it cannot read, with 7 and without repeating it", async () => {
  for (
    const text of [
      "hunter2-hunter2",
      `${TOKEN.split(".")[0]}.%%%.x`,
      TOKEN.slice(0, 80),
      unsignedToken({ ...claims, exp: now - 60 }),
      unsignedToken({ ...claims, nbf: now + 600 }),
    ]
  ) {
    const ran = await runFake(["inspect", text]);
    assert.equal(ran.code, 7, ran.stderr);
    assert.match(ran.stderr, /^Error: The token /m);
    assert.match(ran.stdout, /Signature not verified\n$/);
  }
});

Deno.test("inspect ends with 7 and shows nothing where there is no token", async () => {
  for (const setting of [{ stdin: "" }, { stdin: " \n" }]) {
    const ran = await runFake(["inspect", "-"], setting);
    assert.equal(ran.code, 7);
    assert.equal(ran.stdout, "");
    assert.match(
      ran.stderr,
      /^Error: Cannot read the token: the text is empty$/m,
    );
    assert.match(ran.stderr, /^Hint: /m);
  }
});

Deno.test("inspect asks which token where nothing is piped in", async () => {
  const ran = await runFake(["inspect"], { terminals: ["stdin"] });
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Hint: Pass it as an argument, with --file, or through/m,
  );
});

Deno.test("inspect refuses contradictions and files that are not there", async () => {
  const cases: readonly (readonly [readonly string[], number])[] = [
    [["inspect", TOKEN, "--file", "x"], 64],
    [["inspect", TOKEN, "--header", "--claims"], 64],
    [["inspect", TOKEN, "--json", "-o", "yaml"], 64],
    [["inspect", TOKEN, "-o", "xml"], 64],
    [["inspect", "--file", "/nowhere"], 64],
  ];
  for (const [argv, code] of cases) {
    const ran = await runFake(argv);
    assert.equal(ran.code, code, argv.join(" "));
    assert.equal(ran.stdout, "");
  }
});

const WAYS: readonly (readonly [
  what: string,
  argv: readonly string[],
  setting: FakeSetting,
])[] = [
  ["an argument", ["inspect", TOKEN], {}],
  ["standard input", ["inspect", "-"], { stdin: `${TOKEN}\n` }],
  ["a pipe without a word", ["decode"], { stdin: TOKEN }],
  ["a file", ["inspect", "--file", "t"], { files: { t: TOKEN } }],
  ["what a token endpoint answered", ["inspect"], {
    stdin: JSON.stringify({ token_type: "Bearer", access_token: TOKEN }),
  }],
  ["a header", ["inspect", `Bearer ${TOKEN}`], {}],
];
for (const [what, argv, setting] of WAYS) {
  Deno.test(`inspect reads a token from ${what}`, async () => {
    const ran = await runFake([...argv, "--json"], setting);
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(JSON.parse(ran.stdout).payload, claims);
  });
}

Deno.test("inspect -o json has the documented members", async () => {
  const view = JSON.parse(
    (await runFake(["inspect", TOKEN, "-o", "json"])).stdout,
  );
  assert.equal(view.verified, false);
  assert.equal(view.expires_in, 3600);
  assert.equal(view.header.alg, "RS256");
  assert.ok(Array.isArray(view.warnings));
  const scope = view.claims.find((claim: { name: string }) =>
    claim.name === "scp"
  );
  assert.equal(scope.value, "User.Read");
  assert.equal(typeof scope.meaning, "string");
});

Deno.test("inspect shows the header or the claims alone", async () => {
  const header = await runFake(["inspect", TOKEN, "--header", "--json"]);
  assert.deepEqual(JSON.parse(header.stdout), {
    typ: "JWT",
    alg: "RS256",
    kid: "k",
  });
  const payload = await runFake(["inspect", TOKEN, "--claims", "-o", "yaml"]);
  assert.match(payload.stdout, /^scp: User\.Read$/m);
  assert.doesNotMatch(payload.stdout, /alg/);
  const pretty = await runFake(["inspect", TOKEN, "--header"]);
  assert.match(pretty.stdout, /^Header$/m);
  assert.doesNotMatch(pretty.stdout, /^Who$/m);
});

Deno.test("inspect puts times into words and always says that nothing is verified", async () => {
  const ran = await runFake(["inspect", TOKEN]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^Valid for 1 hour more$/m);
  assert.match(ran.stdout, /^ {2}exp +2026-01-01 01:00:00 UTC/m);
  assert.match(ran.stdout, /^What it may do$/m);
  assert.match(ran.stdout, /\nSignature not verified\n$/);
});

Deno.test("inspect lets no claim act on the terminal", async () => {
  const hostile = unsignedToken({
    ...claims,
    name: "\u001b]0;owned\u0007\u202e\u009b2J",
    "\u001b[2J": "x",
  });
  for (const format of ["pretty", "json", "yaml"]) {
    const ran = await runFake(["inspect", hostile, "-o", format]);
    assert.deepEqual(unsafeCharacters(ran.stdout), [], format);
  }
});

const ID = unsignedToken({ ...claims, aud: "the-client", nonce: "n" });
const ANSWER = JSON.stringify({ access_token: TOKEN, id_token: ID });

Deno.test("inspect shows the access token of an answer, and says how to see the ID token", async () => {
  const access = await runFake(["inspect", "--claims", "--json"], {
    stdin: ANSWER,
  });
  assert.equal(JSON.parse(access.stdout).aud, claims.aud);
  assert.match(access.stderr, /--id shows the ID token beside it/);
  const id = await runFake(["inspect", "--id", "--claims", "--json"], {
    stdin: ANSWER,
  });
  assert.equal(JSON.parse(id.stdout).aud, "the-client");
  assert.equal(id.stderr, "");
  const alone = await runFake(["inspect", "--claims", "--json"], {
    stdin: JSON.stringify({ id_token: ID }),
  });
  assert.equal(JSON.parse(alone.stdout).aud, "the-client");
  assert.equal(alone.stderr, "");
});

Deno.test("inspect --id ends with 7 where there is no ID token", async () => {
  for (
    const stdin of [TOKEN, "{}", '{"id_token":1}', `{"a":${"[".repeat(9_999)}`]
  ) {
    const ran = await runFake(["inspect", "--id"], { stdin });
    assert.equal(ran.code, 7);
    assert.match(ran.stderr, /^Error: There is no ID token in this$/m);
  }
});

Deno.test("inspect takes a path for a slip, and says how to read the file", async () => {
  for (
    const path of ["./token.txt", "/tmp/t", "~/t", "token.jwt", "C:\\t.txt"]
  ) {
    for (const command of ["inspect", "verify"]) {
      const ran = await runFake([command, path]);
      assert.equal(ran.code, 64, path);
      assert.match(
        ran.stderr,
        /^Hint: Read the token from the file with --file/m,
      );
      assert.ok(!ran.stderr.includes(path), "it may be a secret");
    }
  }
});

Deno.test("inspect draws the life of a token on one line", async () => {
  const line = async (times: Record<string, number>) => {
    const token = unsignedToken({ ...claims, ...times });
    const { stdout } = await runFake(["inspect", token]);
    return stdout.split("\n").find((each) => each.startsWith("issued")) ?? "";
  };
  const valid = await line({});
  assert.match(valid, /^issued .*23:55 ├─*●━+┤ 01:00 expires$/);
  assert.ok([...valid].length <= 80);
  assert.match(await line({ exp: now - 60 }), /┤.*●/);
  assert.match(await line({ nbf: now + 1_800 }), /not before 00:30$/);
});

Deno.test("inspect colours a life that is nearly over", async () => {
  const first = async (left: number) => {
    const token = unsignedToken({ ...claims, exp: now + left });
    const ran = await runFake(["inspect", token, "--color", "always"]);
    return ran.stdout.split("\n")[1] ?? "";
  };
  assert.equal(await first(16 * 60), "Valid for 16 minutes more");
  assert.equal(
    await first(15 * 60),
    "\u001b[33mValid for 15 minutes more\u001b[39m",
  );
  assert.equal(
    await first(5 * 60),
    "\u001b[31mValid for 5 minutes more\u001b[39m",
  );
  assert.ok((await first(-60)).startsWith("\u001b[31mExpired 1 minute ago"));
});

const AROUND: readonly (readonly [string, string])[] = [
  ["an Authorization header", `Authorization: Bearer ${TOKEN}`],
  ["a header of curl", `-H "Authorization: Bearer ${TOKEN}"`],
  ["quotation marks", `"${TOKEN}"`],
  ["a shell assignment", `export TOKEN='${TOKEN}'`],
  ["line breaks", TOKEN.replace(/.{64}/g, "$&\n  ")],
  ["an address", `https://app.example/#access_token=${TOKEN}&state=x`],
  ["az's answer", JSON.stringify({ accessToken: TOKEN })],
  [
    "kubectl's credential",
    JSON.stringify({ kind: "ExecCredential", status: { token: TOKEN } }),
  ],
];
for (const [what, text] of AROUND) {
  Deno.test(`inspect takes a token out of ${what}`, async () => {
    const ran = await runFake(["inspect", "--claims", "--json"], {
      stdin: text,
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(JSON.parse(ran.stdout), claims);
  });
}

Deno.test("inspect -p --id shows the ID token that is kept beside the access token", async () => {
  const storage = memoryStorage();
  const files = {
    [PROFILES]: profilesText([{
      name: "work",
      tenant: TENANT,
      clientId: CLIENT,
      flow: "device-code",
      scopes: ["User.Read"],
    }]),
  };
  const kept = await runFake(["get-token", "-p", "work"], {
    files,
    storage,
    replies: deviceReplies(),
  });
  assert.equal(kept.code, 0, kept.stderr);
  const ran = await runFake(
    ["inspect", "-p", "work", "--id", "--claims", "--json"],
    { files, storage },
  );
  assert.equal(JSON.parse(ran.stdout).aud, CLIENT, ran.stderr);
});

Deno.test("inspect tells what is damaged once", async () => {
  const { stdout } = await runFake(["inspect", "eyJ.x.y"]);
  const told = stdout.match(/^(Warning|Problem): .*$/gm) ?? [];
  const sentences = told.map((line) => line.replace(/^\w+: /, ""));
  assert.ok(sentences.length > 1, stdout);
  assert.equal(new Set(sentences).size, sentences.length, stdout);
});
