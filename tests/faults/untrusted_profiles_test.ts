import assert from "node:assert/strict";
import { systemFiles, UntrustedFileError } from "../../src/adapters/files.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { profilesText, runFake } from "../cli/fake_io.ts";

const PROFILE = {
  name: "work",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["api://x/.default"],
  clientSecret: "env:S",
};

async function withHome(work: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await Deno.chmod(home, 0o700);
    await Deno.writeTextFile(
      `${home}/profiles.json`,
      profilesText([PROFILE]),
      { mode: 0o600 },
    );
    await work(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

function run(home: string, argv: readonly string[]) {
  return runFake(argv, {
    env: { HOME: home, ENTRADA_HOME: home, S: "s3cr3t" },
    replies: [tokenAnswer()],
    replace: { files: systemFiles },
  });
}

Deno.test({
  name: "profiles that others may write to are not obeyed",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withHome(async (home) => {
      const file = `${home}/profiles.json`;
      const argv = ["get-token", "-p", "work", "--no-cache"];
      for (
        const [path, mode, code, says] of [
          [file, 0o600, 0, /^/],
          [file, 0o644, 0, /^/],
          [file, 0o664, 78, /others may write to it \(mode 0664\)/],
          [file, 0o602, 78, /others may write to it \(mode 0602\)/],
          [home, 0o755, 0, /^/],
          [home, 0o777, 78, /others may write to its folder \(mode 0777\)/],
          [home, 0o1777, 0, /^/],
        ] as const
      ) {
        await Deno.chmod(home, 0o700);
        await Deno.chmod(file, 0o600);
        await Deno.chmod(path, mode);
        const ran = await run(home, argv);
        assert.equal(ran.code, code, ran.stderr);
        assert.match(ran.stderr, says);
        if (code === 0) continue;
        assert.match(ran.stderr, /^Hint: .*chmod go-w '/m);
        assert.equal(ran.ports.sent.length, 0);
        const listed = await run(home, ["config", "list"]);
        assert.equal(listed.code, 78);
      }
    });
  },
});

Deno.test({
  name: "profiles of another user are not obeyed",
  // Only root can give a file away.
  ignore: Deno.build.os === "windows" || Deno.uid() !== 0,
  async fn() {
    await withHome(async (home) => {
      const file = `${home}/profiles.json`;
      for (const path of [file, home]) {
        await Deno.chown(file, 0, 0);
        await Deno.chown(path, 4321, 4321);
        const ran = await run(home, ["get-token", "-p", "work", "--no-cache"]);
        assert.equal(ran.code, 78, ran.stderr);
        assert.match(ran.stderr, /belongs to another user/);
        assert.equal(ran.ports.sent.length, 0);
      }
    });
  },
});

Deno.test({
  name: "a file that the group may write to can be trusted where that is said",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withHome(async (home) => {
      const file = `${home}/profiles.json`;
      await Deno.chmod(file, 0o664);
      const trusted = { home, group: true };
      assert.ok(await systemFiles.read(file, { trusted }));
      await Deno.chmod(file, 0o666);
      await assert.rejects(
        systemFiles.read(file, { trusted }),
        UntrustedFileError,
      );
      const nothing = await systemFiles.read(`${home}/nothing`, { trusted });
      assert.equal(nothing, undefined);
    });
  },
});
