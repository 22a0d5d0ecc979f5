import assert from "node:assert/strict";
import { type FakeSetting, runFake } from "./fake_io.ts";

Deno.test("runCli() without arguments shows help on standard error where there is no terminal", async () => {
  for (const terminals of [[], ["stdin"], ["stderr"], ["stdout"]] as const) {
    const ran = await runFake([], {
      terminals,
      env: { NO_COLOR: "1" },
    });
    assert.equal(ran.code, 64);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, /^USAGE {2}entrada <command>$/m);
  }
});

Deno.test("runCli() without arguments opens the interface on a terminal", async () => {
  const ran = await runFake([], {
    terminals: ["stdin", "stderr"],
    replace: { openInterface: () => Promise.resolve(7) },
  });
  assert.deepEqual([ran.code, ran.stdout, ran.stderr], [7, "", ""]);
});

Deno.test("runCli() shows help of every command with examples", async () => {
  for (
    const words of [
      [],
      ["get-token"],
      ["inspect"],
      ["sandbox"],
      ["login"],
      ["logout"],
      ["refresh"],
      ["cache", "list"],
      ["cache", "clear"],
      ["doctor"],
      ["config", "create"],
      ["config", "list"],
      ["config", "show"],
      ["config", "delete"],
      ["config", "path"],
    ]
  ) {
    for (const help of ["--help", "-h"]) {
      const ran = await runFake([...words, help]);
      assert.equal(ran.code, 0);
      assert.equal(ran.stderr, "");
      assert.match(ran.stdout, /^EXAMPLES$/m, words.join(" "));
      assert.match(ran.stdout, /^ {2}.*entrada /m);
      const long = ran.stdout.split("\n").filter((line) => line.length > 83);
      assert.deepEqual(long, []);
    }
  }
});

Deno.test("help of get-token says that what is kept is sealed", async () => {
  const { stdout } = await runFake(["get-token", "--help"]);
  assert.match(stdout, /kept is sealed, and entrada cache list tells how/);
});

Deno.test("runCli() colours help and errors only where it is wanted", async () => {
  const escaped = async (argv: readonly string[], setting: FakeSetting) => {
    const ran = await runFake(argv, setting);
    return (ran.stdout + ran.stderr).includes("\u001b[");
  };
  const terminals = ["stdin", "stdout", "stderr"] as const;
  assert.equal(await escaped(["nope"], { terminals }), true);
  assert.equal(await escaped(["--help"], { terminals }), true);
  assert.equal(await escaped(["nope"], {}), false);
  assert.equal(
    await escaped(["nope"], { terminals, env: { NO_COLOR: "1" } }),
    false,
  );
  assert.equal(
    await escaped(["nope"], { terminals, env: { NO_COLOR: "" } }),
    true,
  );
  assert.equal(await escaped(["nope", "--color=never"], { terminals }), false);
  assert.equal(
    await escaped(["nope", "--color", "always"], { env: { NO_COLOR: "1" } }),
    true,
  );
});
