import assert from "node:assert/strict";
import { APP_CALL, env } from "./calls.ts";
import { type FakeSetting, runFake } from "./fake_io.ts";
import { tokenAnswer } from "../support/tokens.ts";

/** Runs `get-token --clipboard` where a tool of the machine may take the text. */
async function copy(
  argv: readonly string[],
  setting: FakeSetting & { readonly takes?: boolean } = {},
) {
  const copied: string[] = [];
  const ran = await runFake([...APP_CALL, "--clipboard", ...argv], {
    env,
    replies: [tokenAnswer()],
    ...setting,
    replace: {
      copyNatively: (text) => {
        copied.push(text);
        return Promise.resolve(setting.takes ?? false);
      },
    },
  });
  return { ...ran, copied };
}

Deno.test("get-token --clipboard copies the token and writes it nowhere else", async () => {
  const ran = await copy([], { takes: true, terminals: ["stdout", "stderr"] });
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(ran.copied, ["the-access-token"]);
  assert.equal(ran.stdout, "");
  assert.ok(!ran.stderr.includes("the-access-token"));
  assert.match(ran.stderr, /^The token is in the clipboard$/m);
});

Deno.test("get-token --clipboard copies whatever -o writes", async () => {
  const ran = await copy(["-o", "header"], { takes: true });
  assert.deepEqual(ran.copied, ["Authorization: Bearer the-access-token"]);
});

Deno.test("get-token --clipboard asks the terminal where no tool takes the token", async () => {
  const ran = await copy([], { terminals: ["stderr"] });
  assert.equal(ran.code, 0, ran.stderr);
  const [, rest = ""] = ran.stderr.split("\u001b]52;c;");
  const [sent = ""] = rest.split("\u0007");
  assert.equal(atob(sent), "the-access-token");
  assert.equal(ran.stdout, "");
  assert.match(ran.stderr, /no terminal confirms that$/m);
});

Deno.test("get-token --clipboard fails where there is no clipboard, and leaves no file", async () => {
  for (
    const setting of [{}, {
      terminals: ["stderr"] as const,
      env: { ...env, TERM: "dumb" },
    }]
  ) {
    const ran = await copy([], setting);
    assert.equal(ran.code, 8, ran.stderr);
    assert.equal(ran.stdout, "");
    assert.equal(ran.files.size, 0);
    assert.match(ran.stderr, /^Hint: .*--clipboard.*--file/m);
    assert.ok(!ran.stderr.includes("the-access-token"));
  }
});

Deno.test("get-token --clipboard goes with no file and no dry run", async () => {
  for (const argv of [["--file", "/tmp/t"], ["-o", "t.txt"], ["--dry-run"]]) {
    const ran = await copy(argv, { takes: true });
    assert.equal(ran.code, 64, ran.stderr);
    assert.deepEqual(ran.copied, []);
  }
});
