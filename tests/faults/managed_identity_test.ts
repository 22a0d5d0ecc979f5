import assert from "node:assert/strict";
import { systemIdentityHost } from "../../src/adapters/managed_identity.ts";

Deno.test({
  name:
    "systemIdentityHost asks this machine past every proxy of the environment",
  permissions: {
    net: ["127.0.0.1"],
    run: [Deno.execPath()],
    read: true,
    env: true,
  },
  async fn() {
    let asked = 0;
    const endpoint = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => {
        asked++;
        return Response.json({ metadata: request.headers.get("metadata") });
      },
    );
    let proxied = 0;
    const proxy = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => {
        proxied++;
        return new Response("the proxy");
      },
    );
    const adapter = new URL(
      "../../src/adapters/managed_identity.ts",
      import.meta.url,
    );
    const address = `http://127.0.0.1:${endpoint.addr.port}/token`;
    const code = `
      const { systemIdentityHost } = await import(${
      JSON.stringify(adapter.href)
    });
      const request = new Request(${
      JSON.stringify(address)
    }, { headers: { metadata: "true" } });
      console.log(await (await systemIdentityHost.fetch(request)).text());
      console.log(await (await fetch(${JSON.stringify(address)})).text());
    `;
    const proxyAddress = `http://127.0.0.1:${proxy.addr.port}`;
    // A process reads the proxy of its environment once, so it needs one of its own.
    const child = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", code],
      env: {
        HTTP_PROXY: proxyAddress,
        http_proxy: proxyAddress,
        NO_PROXY: "",
        no_proxy: "",
      },
    }).output();
    await Promise.all([endpoint.shutdown(), proxy.shutdown()]);
    assert.equal(
      new TextDecoder().decode(child.stdout),
      '{"metadata":"true"}\nthe proxy\n',
      new TextDecoder().decode(child.stderr),
    );
    assert.deepEqual([asked, proxied], [1, 1]);
  },
});

Deno.test({
  name: "readArcKey() reads a key, and nothing that is too long or no file",
  permissions: { read: true, write: true },
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/a.key`, "the-key");
      await Deno.writeTextFile(`${folder}/long.key`, "x".repeat(4097));
      const key = await systemIdentityHost.readArcKey(`${folder}/a.key`);
      assert.equal(key.reveal(), "the-key");
      for (const path of [`${folder}/long.key`, `${folder}/none.key`, folder]) {
        await assert.rejects(systemIdentityHost.readArcKey(path), Error, path);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "readArcKey() follows no link and waits for no pipe",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/secret`, "canary");
      await Deno.symlink(`${folder}/secret`, `${folder}/link.key`);
      await new Deno.Command("mkfifo", { args: [`${folder}/pipe.key`] })
        .output();
      for (const name of ["link.key", "pipe.key"]) {
        await assert.rejects(
          systemIdentityHost.readArcKey(`${folder}/${name}`),
          { message: "The challenge is no file" },
        );
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "hasArcAgent() finds no agent where there is none, permitted to look or not",
  permissions: "none",
  async fn() {
    assert.equal(await systemIdentityHost.hasArcAgent(), false);
    assert.match(systemIdentityHost.arcTokenFolder, /[/\\]$/);
    assert.equal(systemIdentityHost.variable("IDENTITY_ENDPOINT"), undefined);
  },
});
