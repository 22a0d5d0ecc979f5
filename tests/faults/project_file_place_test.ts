import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import { runFake } from "../cli/fake_io.ts";
import { CLIENT, TENANT } from "../support/tokens.ts";

const TEXT = JSON.stringify({
  version: 1,
  profiles: [{ name: "team", tenant: TENANT, clientId: CLIENT }],
});

/** A folder of a project whose file `make` has put there. */
async function withProject(
  make: (file: string) => Promise<void>,
  work: (
    run: (argv: readonly string[]) => ReturnType<typeof runFake>,
  ) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    const folder = `${home}/app`;
    await Deno.mkdir(folder);
    await make(`${folder}/.entrada.json`);
    const host = {
      os: "linux",
      isContainer: () => false,
      cwd: () => folder,
    } as const;
    await work((argv) =>
      runFake(argv, {
        env: { HOME: home, ENTRADA_HOME: home },
        // What never ends would be told, and not waited for.
        signal: AbortSignal.timeout(5_000),
        replace: { files: systemFiles, host },
      })
    );
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function pipe(file: string): Promise<void> {
  await new Deno.Command("mkfifo", { args: [file] }).output();
}

const PLACES: readonly (readonly [
  string,
  (file: string) => Promise<void>,
  RegExp,
])[] = [
  ["a pipe", pipe, /it is not a plain file/],
  [
    "a link to a pipe",
    async (file) => {
      await pipe(`${file}.pipe`);
      await Deno.symlink(`${file}.pipe`, file);
    },
    /it is not a plain file/,
  ],
  [
    "a link that leads to itself",
    (file) => Deno.symlink(file, file),
    /it cannot be looked at/,
  ],
  [
    "a link to standard input",
    (file) => Deno.symlink("/proc/self/fd/0", file),
    /it is not a plain file|it cannot be looked at/,
  ],
  [
    "a link into /proc",
    (file) => Deno.symlink("/proc/self/environ", file),
    /it is not a plain file|it cannot be looked at/,
  ],
  [
    "a link to a device",
    (file) => Deno.symlink("/dev/zero", file),
    /it is not a plain file|it cannot be looked at/,
  ],
  ["a folder", (file) => Deno.mkdir(file), /it is not a plain file/],
  [
    "more than a mebibyte",
    (file) => Deno.writeTextFile(file, TEXT + " ".repeat(1024 ** 2)),
    /it is longer than 1 MiB/,
  ],
];

for (const [what, make, says] of PLACES) {
  Deno.test({
    name: `${what} in the place of a project file is left out, and told of`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      await withProject(make, async (run) => {
        const listed = await run(["config", "list"]);
        assert.equal(listed.code, 0, listed.stderr);
        assert.match(
          listed.stderr,
          /^Warning: .*\.entrada\.json is left out: /,
        );
        assert.match(listed.stderr, says);
        const named = await run(["get-token", "-p", "team"]);
        assert.equal(named.code, 2, named.stderr);
        assert.match(named.stderr, /^Hint: .*\.entrada\.json is left out: /m);
      });
    },
  });
}

Deno.test({
  name: "a project file of one's own, or a link of one's own to it, is used",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (
      const make of [
        (file: string) => Deno.writeTextFile(file, TEXT),
        async (file: string) => {
          await Deno.writeTextFile(`${file}.real`, TEXT);
          await Deno.symlink(`${file}.real`, file);
        },
      ]
    ) {
      await withProject(make, async (run) => {
        const { stdout, stderr } = await run(["config", "list"]);
        assert.equal(stdout, "team\n", stderr);
      });
    }
  },
});

Deno.test({
  name: "a link of another user to a file of one's own is not trusted",
  // Only root can give a link away.
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0,
  async fn() {
    const make = async (file: string) => {
      await Deno.writeTextFile(`${file}.real`, TEXT);
      await Deno.symlink(`${file}.real`, file);
      const args = ["-h", "4321:4321", file];
      const { success } = await new Deno.Command("chown", { args }).output();
      assert.ok(success);
    };
    await withProject(make, async (run) => {
      const { stdout, stderr } = await run(["config", "list"]);
      assert.equal(stdout, "");
      assert.match(stderr, /is left out: it belongs to another user/);
    });
  },
});
