import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { type Desk, openBrowserTests } from "../support/browser.ts";
import { ADA, consent, seesTheEnd, signIn } from "../support/browser_person.ts";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
} from "../support/product.ts";

const test = openBrowserTests();

/** Reads to the end, and tells as soon as there is what is looked for. */
function listen(stream: ReadableStream<Uint8Array>, wanted: RegExp) {
  const found = Promise.withResolvers<string>();
  const all = (async () => {
    let text = "";
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      const [match] = wanted.exec(text) ?? [];
      if (match !== undefined) found.resolve(match);
    }
    found.reject(new Error(`It ended without ${wanted}: ${text}`));
    return text;
  })();
  // Whoever looks at one only must not hear of the other.
  for (const promise of [found.promise, all]) promise.catch(() => {});
  return { found: found.promise, all };
}

async function getToken(
  { sandbox }: Desk,
  { home, signal }: { readonly home: string; readonly signal: AbortSignal },
) {
  const [authority, id] = [
    sandbox.authority,
    clientId(sandbox, "Fabrikam Notes"),
  ];
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...await startCommand(),
      ...["get-token", "--flow", "interactive", "--no-open", "--show-url"],
      ...["--timeout", "20s"],
      ...["--authority", authority, "--client-id", id, "--scope", "User.Read"],
    ],
    cwd: ROOT,
    env: cleanEnvironment(home),
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
}

test("get-token --flow interactive --no-open --show-url prints an address, and the token once it was visited", async (desk) => {
  const { page } = desk;
  const home = await Deno.makeTempDir();
  const end = new AbortController();
  const child = await getToken(desk, { home, signal: end.signal });
  try {
    const told = listen(child.stderr, /^http\S+(?=\n)/m);
    const printed = new Response(child.stdout).text();
    await page.goto(await told.found);
    await signIn(page, ADA);
    await consent(page);
    await seesTheEnd(page);
    assert.equal((await child.status).code, 0);
    const [token = "", ...rest] = (await printed).split("\n");
    assert.deepEqual(rest, [""], "the token is all that is printed");
    assert.equal(decodeJwt(token)["upn"], ADA);
    assert.ok(!(await told.all).includes("eyJ"), "no token on standard error");
  } finally {
    end.abort();
    await child.status;
    await Deno.remove(home, { recursive: true });
  }
});
