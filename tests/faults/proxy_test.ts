import assert from "node:assert/strict";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

Deno.test("get-token asks this machine past the proxy of the environment", () =>
  withSandbox({}, async (sandbox, home) => {
    let proxied = 0;
    const proxy = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => {
        proxied++;
        return new Response("the proxy");
      },
    );
    const address = `http://127.0.0.1:${proxy.addr.port}`;
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...await startCommand(),
        "get-token",
        "--authority",
        sandbox.authority,
        "--client-id",
        clientId(sandbox, "Contoso Nightly Report"),
        "--client-secret-env",
        "NIGHTLY",
        "--resource",
        "https://graph.microsoft.com",
      ],
      cwd: ROOT,
      clearEnv: true,
      env: {
        ...cleanEnvironment(home),
        HTTP_PROXY: address,
        http_proxy: address,
        NIGHTLY: "sandbox-secret-nightly-report",
      },
      stdin: "null",
    }).output();
    await proxy.shutdown();
    assert.equal(code, 0);
    assert.match(new TextDecoder().decode(stdout), /^eyJ/);
    assert.equal(proxied, 0);
  }));
