/**
 * Does one thing with a place for a key in a process of its own, as the
 * product would, and prints what came of it as one line of JSON. Keys are
 * shown as fingerprints.
 */
import { chooseProtection } from "../../src/adapters/protection/choose.ts";
import { createKernelKeyring } from "../../src/adapters/protection/kernel_keyring.ts";
import { createKeyring } from "../../src/adapters/protection/keyring.ts";
import type {
  KeyHolder,
  ProtectionName,
} from "../../src/adapters/protection/protection.ts";
import { diagnoseKeyring } from "../../src/adapters/protection/situations.ts";
import { createVaultHolder } from "../../src/adapters/protection/vault.ts";
import { StoreError } from "../../src/engine/errors.ts";
import { Secret } from "../../src/engine/secret.ts";

type Task = "find" | "obtain" | "forget";

const [what = "", task = "", directory = "", scope = ""] = Deno.args;
const passphrase = Deno.env.get("TEST_PASSPHRASE");
const asked: string[] = [];
const ask = {
  askPassphrase: (why: string) => {
    asked.push(why);
    return Promise.resolve(new Secret(passphrase ?? ""));
  },
};

async function fingerprint(
  key: Uint8Array<ArrayBuffer> | undefined | void,
): Promise<string | undefined> {
  if (!key) return undefined;
  const digest = await crypto.subtle.digest("SHA-256", key);
  return new Uint8Array(digest).toHex().slice(0, 16);
}

function holderOf(name: string): KeyHolder {
  if (name === "keyring") return createKeyring({ directory, scope });
  if (name === "kernel") return createKernelKeyring({ directory, scope });
  return createVaultHolder({
    directory,
    ...(passphrase === undefined ? {} : ask),
  });
}

async function choose(): Promise<Record<string, unknown>> {
  const { holder, ...choice } = await chooseProtection({
    directory,
    env: (name) => Deno.env.get(name),
    canAsk: false,
    ...ask,
    asked: task === "" ? undefined : task as ProtectionName,
  });
  return { ...choice, key: await fingerprint(await holder?.obtain()) };
}

async function result(): Promise<Record<string, unknown>> {
  if (what === "diagnose") return { ...await diagnoseKeyring() };
  if (what === "choose") return await choose();
  return { key: await fingerprint(await holderOf(what)[task as Task]()) };
}

function told(error: unknown): Record<string, unknown> {
  if (!(error instanceof StoreError)) return { unexpected: String(error) };
  const { reason, message, hint, cause } = error;
  const said = cause instanceof Error ? cause.message : undefined;
  return { reason, message, hint, said };
}

let ticks = 0;
const timer = setInterval(() => ticks++, 10);
const start = performance.now();
const outcome = await result().catch((error) => ({ error: told(error) }));
const ms = Math.round(performance.now() - start);
clearInterval(timer);
const line = `${JSON.stringify({ ...outcome, asked, ms, ticks })}\n`;
Deno.stdout.writeSync(new TextEncoder().encode(line));
// A thread that hangs in native code would hold the process for a while.
Deno.exit(0);
