import assert from "node:assert/strict";
import { launcher } from "../../../scripts/install.ts";

const ignore = Deno.build.os === "windows";

Deno.test({
  name:
    "launcher() starts the program where it stands, whatever the paths hold",
  permissions: "none",
  ignore,
  fn() {
    const text = launcher(
      "deno run --quiet --allow-net src/cli/main.ts",
      "/opt/it's/deno",
    );
    const [shebang, command, rest] = text.split("\n");
    assert.equal(shebang, "#!/bin/sh");
    assert.match(
      command ?? "",
      /^exec '\/opt\/it'\\''s\/deno' 'run' '--quiet' '--allow-net' '\/.*\/src\/cli\/main\.ts' "\$@"$/,
    );
    assert.equal(rest, "");
  },
});
