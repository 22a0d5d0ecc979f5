import assert from "node:assert/strict";
import { clientId, startCommand, withSandbox } from "../support/product.ts";
import { hasSshServer, startSshServer } from "../support/ssh_server.ts";

const SIZE = { columns: 80, rows: 24 };
const ignore = !hasSshServer();
const why = ignore ? " (skipped: openssh-server is not installed)" : "";

Deno.test({
  name:
    `over SSH the interface signs in by device code without being told to${why}`,
  ignore,
  fn: () =>
    withSandbox({
      deviceIntervalSeconds: 1,
      autoApprove: { deviceAfterPolls: 1 },
    }, async (sandbox, home) => {
      const ssh = await startSshServer();
      try {
        const program = [Deno.execPath(), ...await startCommand()].join(" ");
        const setting = `env ENTRADA_HOME='${home}'`;
        const create = ssh.open(
          `${setting} ${program} config create work --authority ${sandbox.authority} --client-id ${
            clientId(sandbox, "Contoso CLI")
          } -s User.Read`,
          SIZE,
        );
        assert.equal(await create.exit, 0, create.screen());
        const session = ssh.open(`${setting} ${program}`, SIZE);
        await session.until(/work +○ none +device-code/);
        await session.until("? help");
        session.press("\r");
        await session.until("Enter this code");
        await session.until("Signed in as ada@");
        session.press("q");
        assert.equal(await session.exit, 0);
        assert.ok(
          session.written().includes("\u001b[?1049l"),
          "the screen is restored",
        );
      } finally {
        await ssh.close();
      }
    }),
});
