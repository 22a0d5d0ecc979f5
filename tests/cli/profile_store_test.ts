import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import { LockError } from "../../src/adapters/lock.ts";
import { CLIENT, tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, env } from "./calls.ts";
import { profilesText, type Ran, runFake } from "./fake_io.ts";

const ignore = Deno.build.os === "windows";
const work = { name: "work", tenant: "contoso.com", clientId: CLIENT };
const create = (name: string) => [
  ...["config", "create", name, "-t", "contoso.com", "--client-id", CLIENT],
];

/** Runs the program with real files in a home of its own. */
async function withHome(
  fn: (
    home: string,
    run: (argv: readonly string[]) => Promise<Ran>,
  ) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await fn(home, (argv) =>
      runFake(argv, {
        env: { ENTRADA_HOME: home },
        replace: { files: systemFiles },
      }));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("config keeps a file that is not UTF-8, and says where it is not", async () => {
  await withHome(async (home, run) => {
    const bytes = new TextEncoder().encode(
      profilesText([{ ...work, loginHint: "zoé" }]),
    );
    const at = bytes.indexOf(0xc3);
    bytes[at] = 0xe9;
    await Deno.writeFile(`${home}/profiles.json`, bytes);
    for (const argv of [create("new"), ["config", "list"]]) {
      const ran = await run(argv);
      assert.equal(ran.code, 78, ran.stderr);
      assert.match(
        ran.stderr,
        /profiles\.json:8:23: this is not UTF-8\n.*left as it is/,
      );
    }
    assert.deepEqual(await Deno.readFile(`${home}/profiles.json`), bytes);
  });
});

Deno.test("config keeps a file with a member that is given twice, and says where", async () => {
  await withHome(async (home, run) => {
    const text = profilesText([work]).replace(/\n}$/, ',\n  "profiles": []\n}');
    await Deno.writeTextFile(`${home}/profiles.json`, text);
    const ran = await run(create("new"));
    assert.equal(ran.code, 78);
    assert.match(
      ran.stderr,
      /profiles\.json:\d+:3: "profiles" is given twice\n/,
    );
    assert.equal(await Deno.readTextFile(`${home}/profiles.json`), text);
  });
});

Deno.test("config create loses nothing when it runs 20 times at once in one process", async () => {
  await withHome(async (_home, run) => {
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const ran = await Promise.all(names.map((name) => run(create(name))));
    assert.deepEqual(ran.map(({ code }) => code), names.map(() => 0));
    const { stdout } = await run(["config", "list"]);
    assert.deepEqual(stdout.trim().split("\n").sort(), names.sort());
  });
});

Deno.test("config create lets one of two at once have a name", async () => {
  await withHome(async (_home, run) => {
    const ran = await Promise.all([run(create("a")), run(create("A"))]);
    assert.deepEqual(ran.map(({ code }) => code).sort(), [0, 64]);
  });
});

Deno.test({
  name: "config create writes through the user's own link",
  ignore,
  async fn() {
    await withHome(async (home, run) => {
      await Deno.mkdir(`${home}/dotfiles`);
      await Deno.writeTextFile(`${home}/dotfiles/p`, profilesText([work]));
      await Deno.symlink("dotfiles/p", `${home}/profiles.json`);
      assert.equal((await run(create("new"))).code, 0);
      const text = await Deno.readTextFile(`${home}/dotfiles/p`);
      assert.equal(JSON.parse(text).profiles.length, 2);
      assert.ok((await Deno.lstat(`${home}/profiles.json`)).isSymlink);
    });
  },
});

Deno.test({
  name: "config create changes nothing when the schema beside it is a link",
  ignore,
  async fn() {
    await withHome(async (home, run) => {
      await Deno.writeTextFile(`${home}/victim`, "old");
      await Deno.symlink("victim", `${home}/profiles.schema.json`);
      const ran = await run(create("new"));
      assert.equal(ran.code, 8);
      assert.match(
        ran.stderr,
        /^Error: Cannot write \S+profiles\.schema\.json: a symbolic link is in its place\nHint: .*remove the link$/m,
      );
      assert.equal(await Deno.readTextFile(`${home}/victim`), "old");
      assert.equal((await run(["config", "list"])).stdout, "");
    });
  },
});

for (
  const [reason, says, hints] of [
    [
      "busy",
      /profiles\.json: another process does not let go of it$/m,
      /^Hint: Wait/m,
    ],
    [
      "unsupported",
      /its file system has no locks$/m,
      /^Hint: Set ENTRADA_HOME/m,
    ],
  ] as const
) {
  Deno.test(`config create ends with 8 and a hint when the lock is ${reason}`, async () => {
    const ran = await runFake(create("new"), {
      replace: {
        files: {
          read: () => Promise.resolve(undefined),
          writePrivate: () => Promise.reject(new Error("not to be reached")),
          withLock: () => Promise.reject(new LockError(reason)),
        },
      },
    });
    assert.equal(ran.code, 8);
    assert.match(ran.stderr, says);
    assert.match(ran.stderr, hints);
  });
}

Deno.test("config create refuses names that are directories, options or devices elsewhere", async () => {
  await withHome(async (home, run) => {
    for (const name of [".", "..", "...", "-", "-a", "CON", "nul", "com1.x"]) {
      const ran = await run([
        ...["config", "create", "-t", "contoso.com", "--client-id", CLIENT],
        ...["--", name],
      ]);
      assert.equal(ran.code, 64, `${name}: ${ran.stderr}`);
      assert.match(ran.stderr, /Cannot name a profile/);
    }
    assert.deepEqual([...Deno.readDirSync(home)], []);
    for (const name of ["console", "nul-1", ".hidden", "com", "a.con"]) {
      assert.equal((await run(create(name))).code, 0, name);
    }
  });
});

Deno.test({
  name: "get-token --file refuses a link and leaves what it leads to",
  ignore,
  async fn() {
    await withHome(async (home) => {
      await Deno.writeTextFile(`${home}/victim`, "old");
      await Deno.symlink("victim", `${home}/link`);
      const ran = await runFake([...APP_CALL, "--file", `${home}/link`], {
        env,
        replies: [tokenAnswer()],
        replace: { files: systemFiles },
      });
      assert.equal(ran.code, 8, ran.stderr);
      assert.match(ran.stderr, /^Error: Cannot write the token to /m);
      assert.match(ran.stderr, /^Hint: /m);
      assert.equal(ran.stdout, "");
      assert.equal(await Deno.readTextFile(`${home}/victim`), "old");
      assert.ok((await Deno.lstat(`${home}/link`)).isSymlink);
    });
  },
});
