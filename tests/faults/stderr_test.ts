import assert from "node:assert/strict";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

for (
  const [what, redirect] of [["has no reader any more", "2> >(true)"], [
    "is full",
    "2>/dev/full",
  ]] as const
) {
  Deno.test({
    name: `get-token prints its token although standard error ${what}`,
    ignore: Deno.build.os !== "linux",
    fn: () =>
      withSandbox({
        deviceIntervalSeconds: 1,
        autoApprove: { deviceAfterPolls: 1 },
      }, async (sandbox, home) => {
        const program = [
          Deno.execPath(),
          ...await startCommand(),
          "get-token",
          "--authority",
          sandbox.authority,
          "--client-id",
          clientId(sandbox, "Contoso CLI"),
          "-s",
          "User.Read",
          "-f",
          "device-code",
        ];
        const { code, stdout } = await new Deno.Command("bash", {
          args: ["-c", `"$@" ${redirect}`, "-", ...program],
          cwd: ROOT,
          clearEnv: true,
          env: cleanEnvironment(home),
          stdin: "null",
          stderr: "null",
        }).output();
        assert.equal(code, 0);
        assert.match(
          new TextDecoder().decode(stdout),
          /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/,
        );
      }),
  });
}
