import assert from "node:assert/strict";
import { createServices } from "../../src/cli/interface/services.ts";
import type { Io } from "../../src/cli/io.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  unsafeCharacters,
} from "./fake_io.ts";

const FOLDER = "/home/ada/src";
const EVIL = "https://login.evil.example/t";
const HOSTILE = "\u001b]0;owned\u0007\u202e\u009b2J\nSigned in as root";

const team = {
  name: "team",
  clientId: CLIENT,
  authority: EVIL,
  scopes: ["api://x/read"],
  flow: "device-code",
};

/** A run in a folder with a project file. */
function inFolder(
  argv: readonly string[],
  { folder = FOLDER, project, own, replace, ...setting }: FakeSetting & {
    readonly folder?: string;
    readonly project: object;
    readonly own?: readonly Record<string, unknown>[];
  },
) {
  const text = JSON.stringify({ version: 1, ...project });
  return runFake(argv, {
    ...setting,
    files: {
      [`${folder}/.entrada.json`]: text,
      ...(own === undefined ? {} : { [PROFILES]: profilesText(own) }),
    },
    replace: {
      host: { os: "linux", isContainer: () => false, cwd: () => folder },
      runChild: () => Promise.resolve({ type: "ended", code: 0 }),
      ...replace,
    },
  });
}

/** What the styles of the program write. */
function withoutMarks(text: string): string {
  return [1, 22, 31, 33, 39, 90]
    .reduce((left, mark) => left.replaceAll(`\u001b[${mark}m`, ""), text);
}

const COMMANDS: readonly (readonly string[])[] = [
  ["get-token", "-p", "team"],
  ["get-token", "-p", "team", "--dry-run"],
  ["get-token", "-p", "team", "--dry-run", "-o", "json"],
  ["get-token", "-p", "team", "-o", "json"],
  ["call", "-p", "team", "https://graph.microsoft.com/v1.0/me"],
  ["exec", "-p", "team", "--", "true"],
  ["login", "-p", "team"],
  ["refresh", "-p", "team"],
  ["watch", "-p", "team"],
  ["config", "show", "team"],
  ["config", "show", "team", "--json"],
  ["config", "list"],
];

Deno.test("nothing in a project file or in the name of its folder acts on the terminal", async () => {
  for (const argv of COMMANDS) {
    for (const color of ["always", "never"]) {
      const given = [...argv.slice(0, 1), `--color=${color}`, ...argv.slice(1)];
      const folder = await inFolder(given, {
        folder: `/home/ada/${HOSTILE}`,
        project: { profiles: [team] },
      });
      const member = await inFolder(given, {
        project: { profiles: [{ ...team, authority: `${EVIL}${HOSTILE}` }] },
      });
      assert.equal(member.code, 78, member.stderr);
      assert.match(member.stderr, /authority" must not have control char/);
      for (const { stdout, stderr } of [folder, member]) {
        const text = withoutMarks(stdout + stderr);
        assert.deepEqual(unsafeCharacters(text), [], argv.join(" "));
        assert.doesNotMatch(text, /^Signed in as root/m);
      }
    }
  }
});

Deno.test("a profile of one's own with control characters is refused with its place", async () => {
  for (const member of ["authority", "tenant", "clientId", "redirectUri"]) {
    for (const character of ["\u001b[2J", "\u0007", "\u202e", "\n"]) {
      const ran = await inFolder(["config", "show", "mine"], {
        project: { profiles: [] },
        own: [{ name: "mine", clientId: CLIENT, [member]: `a${character}b` }],
      });
      assert.equal(ran.code, 78, ran.stderr);
      assert.match(ran.stderr, /profiles\.json:\d+:\d+: "profiles\[0\]\./);
      assert.deepEqual(unsafeCharacters(ran.stderr), []);
    }
  }
});

Deno.test("messages keep their colours and their lines, and nothing else that acts", async () => {
  const ran = await inFolder(["get-token", "--color=always", "-p", "team"], {
    project: { profiles: [{ ...team, authority: "http://localhost:1/t" }] },
    replies: [Response.json({ error: "x" }, { status: 400 })],
  });
  assert.ok(ran.stderr.includes("\u001b[31mError:\u001b[39m"), ran.stderr);
});

function started(): Response {
  return Response.json({
    device_code: "d",
    user_code: "FKWX3RTPZ",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: 900,
    interval: 5,
  });
}

const SIGN_INS: readonly (readonly string[])[] = [
  ["get-token", "-p", "team"],
  ["login", "-p", "team", "--token-store", "plaintext"],
  ["exec", "-p", "team", "--", "true"],
  ["watch", "-p", "team"],
  ["get-token", "-p", "team", "-f", "interactive"],
  ["get-token", "-p", "team", "-f", "password", "--username", "ada"],
];

Deno.test("nobody signs in unasked at an authority that only a project names", async () => {
  for (const argv of SIGN_INS) {
    const setting = { project: { profiles: [team] }, replies: [started()] };
    const piped = await inFolder(argv, { ...setting, stdin: "y\n" });
    assert.equal(piped.code, 78, piped.stderr);
    assert.match(piped.stderr, /Cannot sign in at "https:\/\/login\.evil/);
    assert.match(piped.stderr, /\.entrada\.json names it/);
    assert.equal(piped.ports.sent.length, 0);
    for (const answer of ["n\n", "\n", ""]) {
      const ran = await inFolder(argv, {
        ...setting,
        terminals: ["stdin", "stderr"],
        stdin: answer,
      });
      assert.equal(ran.code, 78, ran.stderr);
      assert.match(ran.stderr, /^Sign in at https:\/\/login\.evil.*\[y\/N\]/m);
      assert.equal(ran.ports.sent.length, 0);
    }
  }
});

/** What an authority of somebody's own answers. */
function metadata(): Response {
  return Response.json({
    issuer: EVIL,
    authorization_endpoint: `${EVIL}/authorize`,
    token_endpoint: `${EVIL}/token`,
    device_authorization_endpoint: `${EVIL}/device`,
    jwks_uri: `${EVIL}/keys`,
  });
}

Deno.test("who says yes signs in, and hears whose page it is; a kept token is asked for by nobody", async () => {
  const storage = memoryStorage();
  const setting = { project: { profiles: [team] }, storage };
  const argv = ["get-token", "-p", "team"];
  const ran = await inFolder(argv, {
    ...setting,
    replies: [metadata(), started(), tokenAnswer({ refresh_token: "r" })],
    terminals: ["stdin", "stderr"],
    stdin: "y\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stderr.match(/\[y\/N\]/g)?.length, 1);
  assert.match(
    withoutMarks(ran.stderr),
    /^Warning: microsoft\.com does not belong to your authority/m,
  );
  const kept = await inFolder(argv, setting);
  assert.equal(kept.code, 0, kept.stderr);
  assert.equal(kept.ports.sent.length, 0);
});

Deno.test("--authority, a profile of one's own and this machine need no answer", async () => {
  const cases = [
    [["--authority", EVIL], team, undefined],
    [[], team, [{ ...team }]],
    [[], { ...team, authority: "http://localhost:8400/t" }, undefined],
    [[], { ...team, authority: undefined, tenant: TENANT }, undefined],
  ] as const;
  for (const [more, profile, own] of cases) {
    const ran = await inFolder(["get-token", "-p", "team", ...more], {
      project: { profiles: [profile] },
      ...(own === undefined ? {} : { own }),
      replies: [Response.json({}, { status: 400 })],
    });
    assert.ok(ran.ports.sent.length > 0, ran.stderr);
    assert.doesNotMatch(ran.stderr, /Cannot sign in at/);
  }
});

Deno.test("a project's default is told also when it picks a profile of one's own", async () => {
  const mine = { name: "mine", clientId: CLIENT, tenant: TENANT };
  const ran = await inFolder(["get-token", "--dry-run", "-f", "device-code"], {
    project: { default: "mine", profiles: [] },
    own: [{ ...mine, scopes: ["User.Read"] }, { ...mine, name: "other" }],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^Profile: mine, the default$/m);
  assert.match(ran.stderr, /^Project: \/home\/ada\/src\/\.entrada\.json$/m);
});

Deno.test("what a project changes of a profile of one's own is told", async () => {
  const mine = { name: "mine", clientId: CLIENT, tenant: TENANT };
  const ran = await inFolder(["get-token", "--dry-run", "-p", "mine"], {
    project: {
      profiles: [{ name: "mine", flow: "device-code", scopes: ["Mail.Read"] }],
    },
    own: [{ ...mine, flow: "interactive", scopes: ["User.Read"] }],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(
    ran.stderr,
    /^Project: .*; it says other (scopes and flow|flow and scopes) than your profile "mine"$/m,
  );
  assert.match(
    ran.stderr,
    /^Flow: device-code, because the project's file says so$/m,
  );
});

async function failureOf(
  io: Io,
  options: { readonly flow?: "device-code" },
): Promise<Error> {
  const services = await createServices(io);
  const events = services.acquire("team", {
    ...options,
    paste: () => Promise.reject(new Error("nobody pastes")),
    signal: new AbortController().signal,
  });
  try {
    for await (const _event of events);
  } catch (error) {
    return error as Error;
  }
  throw new Error("It should not have come to a token");
}

Deno.test("the interface tells the project of a profile, and signs nobody in at its authority", async () => {
  const ran = await inFolder([], {
    project: { profiles: [team] },
    own: [{ name: "mine", clientId: CLIENT, tenant: TENANT }],
    terminals: ["stdin", "stderr"],
    replies: [metadata(), started()],
    replace: {
      host: { os: "linux", isContainer: () => false, cwd: () => FOLDER },
      async openInterface(io) {
        const listed = await (await createServices(io)).profiles();
        assert.deepEqual(
          listed.map(({ name, project }) => [name, project]),
          [["mine", undefined], ["team", `${FOLDER}/.entrada.json`]],
        );
        for (const options of [{}, { flow: "device-code" }] as const) {
          const error = await failureOf(io, options);
          assert.match(
            error.message,
            /^Cannot sign in at "https:\/\/login\.ev/,
          );
          const { hint } = error as Error & { hint: string };
          assert.match(hint, /a profile of your own/);
          assert.doesNotMatch(hint, /--authority/);
        }
        return 0;
      },
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.ports.sent.length, 0);
});
