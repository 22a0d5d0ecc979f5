/** What a home has in the keyrings of this machine, seen from outside. */
import { itemName } from "../../src/adapters/protection/item_name.ts";

/** What reads the system's keyring. */
export const SECRET_TOOL = "/usr/bin/secret-tool";

async function outputOf(
  program: string,
  { args, env = {} }: {
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<{ readonly stdout: Uint8Array; readonly text: string }> {
  const { stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { ...env },
  }).output();
  const decoder = new TextDecoder();
  return { stdout, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function vaultId(state: string): Promise<string | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(`${state}/vault.json`)).id;
  } catch {
    return undefined;
  }
}

/** A key that was taken away stays in the list until the kernel tidies up. */
const GONE = /^[0-9a-f]+ .{6}i /;

/** What the kernel's keys of a home are called. */
export async function kernelNamesOf(state: string): Promise<readonly string[]> {
  const scope = await Deno.realPath(state).catch(() => state);
  return [
    await itemName("entrada:key", scope),
    `entrada:vault:${await vaultId(state)}`,
  ];
}

/** The kernel's keys of these names, one line of its own list each. */
export async function kernelKeysOf(
  names: readonly string[],
): Promise<readonly string[]> {
  // Deno reads nothing in /proc itself without every permission.
  const { text } = await outputOf("cat", { args: ["/proc/keys"] });
  return text.split("\n")
    .filter((line) => !GONE.test(line))
    .filter((line) => names.some((name) => line.includes(`${name}: `)));
}

/** What the system's keyring has. */
export interface KeyringContent {
  /** How many items it has, whoever put them there. */
  readonly items: number;
  /** What the program's own item holds. */
  readonly value: Uint8Array;
}

/** Looks into the system's keyring that a bus leads to. */
export async function keyringContent(
  state: string,
  env: Readonly<Record<string, string>>,
): Promise<KeyringContent> {
  const listed = await outputOf("/usr/bin/dbus-send", {
    args: [
      ...["--print-reply", "--dest=org.freedesktop.secrets"],
      "/org/freedesktop/secrets/collection/login",
      "org.freedesktop.DBus.Properties.Get",
      "string:org.freedesktop.Secret.Collection",
      "string:Items",
    ],
    env,
  });
  const username = await itemName("key", await Deno.realPath(state));
  const { stdout } = await outputOf(SECRET_TOOL, {
    args: ["lookup", "service", "entrada", "username", username],
    env,
  });
  return {
    items: listed.text.match(/object path/g)?.length ?? 0,
    value: stdout,
  };
}
