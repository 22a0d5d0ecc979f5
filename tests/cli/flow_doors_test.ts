import assert from "node:assert/strict";
import { FLOWS } from "../../src/engine/flows/flow_names.ts";
import {
  CLIENT,
  halfHash,
  idToken,
  OID,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { deviceReplies, GRAPH, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

/** The user's token for the API that asks on behalf of its user. */
const USER_TOKEN = unsignedToken({
  aud: CLIENT,
  scp: "access_as_user",
  exp: 4_000_000_000,
});
const PASSWORD = "p4ss~word";

/** A flow's settings as each door spells them, and what the world does. */
interface Door {
  readonly flow: string;
  readonly profile: Record<string, unknown>;
  /** A person who signs in with a browser. */
  readonly browser?: "code" | "code id_token" | "id_token token";
  readonly world?: () => FakeSetting;
  /** What is sent. */
  readonly grant?: string;
}

const WHO = { tenant: TENANT, clientId: CLIENT };
const USER = { ...WHO, scopes: ["User.Read"] };
const env = { S: SECRET, U: USER_TOKEN, R: "kept-refresh", P: PASSWORD };
const az = JSON.stringify({
  accessToken: "the-access-token",
  expires_on: 1_800_000_000,
});
const borrows = () => ({
  command: () => ({
    type: "ended" as const,
    success: true,
    stdout: az,
    stderr: "",
  }),
});

const DOORS: readonly Door[] = [
  { flow: "interactive", profile: USER, browser: "code" },
  {
    flow: "authorization-code",
    profile: { ...USER, redirectUri: "http://localhost:50001" },
    browser: "code",
  },
  { flow: "hybrid", profile: USER, browser: "code id_token" },
  { flow: "implicit", profile: USER, browser: "id_token token" },
  {
    flow: "device-code",
    profile: USER,
    world: () => ({ replies: deviceReplies() }),
    grant: "urn:ietf:params:oauth:grant-type:device_code",
  },
  {
    flow: "client-credentials",
    profile: { ...WHO, scopes: [GRAPH], clientSecret: "env:S" },
    grant: "client_credentials",
  },
  {
    flow: "on-behalf-of",
    profile: { ...USER, clientSecret: "env:S", userAssertion: "env:U" },
    grant: "urn:ietf:params:oauth:grant-type:jwt-bearer",
  },
  {
    flow: "refresh-token",
    profile: { ...USER, refreshToken: "env:R" },
    grant: "refresh_token",
  },
  {
    flow: "password",
    profile: { ...USER, username: "ada@contoso.example", password: "env:P" },
    grant: "password",
  },
  {
    flow: "managed-identity",
    profile: { scopes: [GRAPH], identityObjectId: OID },
    world: () => ({
      replies: [
        Response.json({
          access_token: "the-access-token",
          expires_on: "1800000000",
          token_type: "Bearer",
        }),
      ],
    }),
  },
  ...["azure-cli", "azure-powershell", "azd"].map((flow) => ({
    flow,
    profile: { scopes: [GRAPH] },
    world: borrows,
  })),
];

/** The browser of a person who signs in. */
function signIn(type: NonNullable<Door["browser"]>): FakeSetting {
  let nonce = "";
  const answers = {
    code: () => ({ code: "the-code" }),
    "code id_token": () => ({
      code: "the-code",
      id_token: idToken({ nonce, c_hash: halfHash("the-code") }),
    }),
    "id_token token": () => ({
      access_token: "the-access-token",
      token_type: "Bearer",
      expires_in: "3600",
      id_token: idToken({ nonce, at_hash: halfHash("the-access-token") }),
    }),
  };
  return {
    visit(url) {
      nonce = url.searchParams.get("nonce") ?? "";
      const state = url.searchParams.get("state") ?? "";
      return { ...answers[type](), state };
    },
    replies: [() => tokenAnswer({ id_token: idToken({ nonce }) })],
  };
}

function worldOf({ browser, world }: Door): FakeSetting {
  if (browser !== undefined) return signIn(browser);
  return world?.() ?? { replies: [tokenAnswer({ id_token: idToken() })] };
}

const OPTIONS: Readonly<Record<string, string>> = {
  scopes: "--scope",
  clientSecret: "--client-secret-env",
  userAssertion: "--assertion-env",
  refreshToken: "--refresh-token-env",
  password: "--password-env",
};

/** The same settings as options; a reference becomes the variable's name. */
function asOptions({ flow, profile }: Door): string[] {
  return [
    ...["-f", flow],
    ...Object.entries(profile).flatMap(([key, value]) => [
      OPTIONS[key] ??
        "--" + key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      String(value).replace(/^env:/, ""),
    ]),
  ];
}

const VARIABLES: Readonly<Record<string, string>> = {
  scopes: "SCOPE",
  userAssertion: "ASSERTION",
};

/** The same settings as variables; a reference becomes the value. */
function asVariables({ flow, profile }: Door): Record<string, string> {
  const pairs = Object.entries(profile).map(([key, value]) => [
    "ENTRADA_" + (VARIABLES[key] ??
      key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()),
    String(value).replace(
      /^env:(.)$/,
      (_all, name) => env[name as keyof typeof env],
    ),
  ]);
  return { ...Object.fromEntries(pairs), ENTRADA_FLOW: flow };
}

Deno.test("get-token is tested with every flow through every door", () => {
  assert.deepEqual(
    DOORS.map(({ flow }) => flow).sort(),
    FLOWS.map(({ name }) => name).sort(),
  );
});

for (const door of DOORS) {
  const { flow, profile, grant } = door;
  const doors: readonly (readonly [string, readonly string[], FakeSetting])[] =
    [
      ["options", asOptions(door), { env }],
      ["the environment", [], { env: asVariables(door) }],
      ["a profile", ["-p", "it"], {
        env,
        files: { [PROFILES]: profilesText([{ name: "it", flow, ...profile }]) },
      }],
    ];
  for (const [name, argv, setting] of doors) {
    Deno.test(`get-token gets a token by ${flow} from ${name} alone`, async () => {
      const ran = await runFake(["get-token", ...argv], {
        ...worldOf(door),
        ...setting,
      });
      assert.equal(ran.stdout, "the-access-token\n", ran.stderr);
      assert.equal(ran.code, 0);
      if (grant !== undefined) {
        assert.equal(ran.ports.sent.at(-1)?.form.get("grant_type"), grant);
      }
      for (const secret of Object.values(env)) {
        assert.ok(!ran.stderr.includes(secret));
      }
    });
  }
}

Deno.test("get-token reads AZURE_USERNAME and AZURE_PASSWORD for the password flow alone", async () => {
  const azure = {
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: CLIENT,
    AZURE_USERNAME: "ada@contoso.example",
    AZURE_PASSWORD: PASSWORD,
  };
  const argv = ["get-token", "-s", "User.Read", "-f"];
  const named = await runFake([...argv, "password"], {
    env: azure,
    replies: [tokenAnswer({ id_token: idToken() })],
  });
  assert.equal(named.ports.sent[0]?.form.get("password"), PASSWORD);
  const other = await runFake([...argv, "device"], {
    env: azure,
    replies: deviceReplies(),
  });
  assert.equal(other.code, 0, other.stderr);
  assert.ok(other.ports.sent.every(({ form }) => !form.has("password")));
  const bob = await runFake(
    [...argv, "password", "--username", "bob@contoso.example"],
    { env: azure },
  );
  assert.equal(bob.ports.sent.length, 0, "Ada's password is not Bob's");
  assert.equal(bob.code, 6);
});

Deno.test("get-token prints the ID token when implicit brings nothing else", async () => {
  const base = [
    "get-token",
    ...["-t", TENANT, "--client-id", CLIENT, "-s", "openid"],
    ...["-f", "implicit", "--response-type", "id_token"],
  ];
  const world = (): FakeSetting => ({
    visit: (url) => ({
      id_token: idToken({ nonce: url.searchParams.get("nonce") ?? "" }),
      state: url.searchParams.get("state") ?? "",
    }),
  });
  const ran = await runFake(base, world());
  assert.match(ran.stdout, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/, ran.stderr);
  const header = await runFake([...base, "-o", "header"], world());
  assert.equal(header.code, 64);
  assert.equal(header.stdout, "");
});
