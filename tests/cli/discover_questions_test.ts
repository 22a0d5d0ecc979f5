import assert from "node:assert/strict";
import { AUTHORITY, type Machine, machine } from "./discover_world.ts";
import { PROFILES, profilesText, type Ran, stillClock } from "./fake_io.ts";

const TERMINAL = ["stdin", "stdout", "stderr"] as const;
const LEGACY = "f1027b9c-4d8e-4635-8af0-b95e6c3d1a27";
const NIGHTLY = "d84b2c6f-1e95-4a37-b0d8-5c7f9e3a2164";
const files = {
  [PROFILES]: profilesText([{
    name: "taken",
    tenant: "contoso.com",
    clientId: LEGACY,
  }]),
};

function profilesIn({ files }: Ran): readonly { name: string }[] {
  return JSON.parse(files.get(PROFILES) ?? '{"profiles":[]}').profiles;
}

/** The answers to every question, in their order. */
const ANSWERS: readonly string[] = ["console", "1", "new-one", "1", "none"];

/** Which question is answered wrongly at first, how, and what is said of it. */
const WRONG: readonly (readonly [
  what: string,
  question: number,
  wrong: string,
  says: string,
])[] = [
  ["number", 1, "77", "Cannot choose 77: there is no such number"],
  ["name", 2, "a/b", 'Cannot name a profile "a/b"'],
  ["name that is taken", 2, "Taken", 'make the profile "Taken": it is already'],
  ["number of a scope", 3, "99", "Cannot choose 99: there is no such number"],
  ["proof", 4, "magic", 'Cannot use the proof "magic"'],
];

for (const [what, question, wrong, says] of WRONG) {
  Deno.test(`discover asks again for a wrong ${what} on a terminal, and ends with 64 where answers are piped`, async () => {
    const answers = ["y", ...ANSWERS.toSpliced(question, 0, wrong), ""];
    const stdin = answers.join("\n");
    const typed = await machine().discover([], {
      ...{ terminals: TERMINAL, stdin, files },
    });
    assert.equal(typed.code, 0, typed.stderr);
    assert.ok(typed.stderr.includes(says), typed.stderr);
    assert.deepEqual(profilesIn(typed).map(({ name }) => name), [
      ...["taken", "new-one"],
    ]);
    const piped = await machine().discover([], {
      ...{ terminals: ["stdout", "stderr"], stdin, files },
    });
    assert.equal(piped.code, 64, piped.stderr);
    assert.ok(piped.stderr.includes(says), piped.stderr);
    assert.equal(profilesIn(piped).length, 1);
  });
}

Deno.test("discover does not ask for ever: the end of the answers ends it on a terminal too", async () => {
  const ran = await machine().discover([], {
    terminals: TERMINAL,
    stdin: "y\nconsole\n1\na/b\n",
    files,
  });
  assert.equal(ran.code, 64, ran.stderr);
  assert.match(ran.stderr, /there is no answer to "Profile name"/);
});

Deno.test("discover --timeout ends a question that nobody answers, with 5", async () => {
  const due: (() => void)[] = [];
  const sleep = (_ms: number) =>
    new Promise<void>((resolve) => due.push(resolve));
  const readLine = (signal?: AbortSignal) => {
    due.forEach((each) => each());
    return new Promise<never>((_resolve, reject) =>
      signal?.addEventListener("abort", () => reject(signal.reason))
    );
  };
  const ran = await machine().discover(["--timeout", "30s"], {
    terminals: TERMINAL,
    clock: { ...stillClock(), sleep },
    replace: {
      stdin: {
        isTerminal: true,
        readAll: readLine,
        readLine,
        readHidden: readLine,
      },
    },
  });
  assert.equal(ran.code, 5, ran.stderr);
  assert.match(
    ran.stderr,
    /Cannot finish with the app registrations within 30 s/,
  );
});

function signIns({ asked }: Machine): number {
  return asked.filter((each) => each.endsWith("/devicecode")).length;
}

Deno.test("a new secret that is chosen at the question says why it signs in once more", async () => {
  const stdin = "y\nlegacy\n1\nnight\nUser.Read\nnew\n";
  const world = machine();
  const ran = await world.discover(["--no-cache"], {
    terminals: TERMINAL,
    stdin,
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /signing in once more \(with --new-secret one/);
  assert.equal(signIns(world), 2);
  const told = machine();
  const once = await told.discover(
    ["--no-cache", "--create", "night", "--app", LEGACY, "--new-secret"],
    { terminals: TERMINAL, stdin: "User.Read\n" },
  );
  assert.equal(once.code, 0, once.stderr);
  assert.equal(signIns(told), 1);
  assert.doesNotMatch(once.stderr, /once more/);
});

Deno.test("an application that signs in to Graph for a list uses the same token for a secret", async () => {
  const world = machine();
  const ran = await world.run(["discover", "-p", "nightly"], {
    files: {
      [PROFILES]: profilesText([{
        name: "nightly",
        authority: AUTHORITY,
        clientId: NIGHTLY,
        clientSecret: "env:S",
      }]),
    },
    env: { S: "sandbox-secret-nightly-report" },
    terminals: TERMINAL,
    stdin: "y\nlegacy\n1\nnight\nUser.Read\nnew\nn\n",
  });
  assert.doesNotMatch(ran.stderr, /once more/);
  assert.equal(
    world.asked.filter((each) => each.endsWith("/token")).length,
    1,
    ran.stderr,
  );
});
