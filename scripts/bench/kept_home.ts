import type { Bench } from "./figure.ts";
import { CLIENT_ID, SCOPE, TENANT_ID } from "./local_authority.ts";
import { type Command, runProcess } from "./process.ts";
import { product } from "./product.ts";

/** A home in which calls of `get-token` are answered by what is kept. */
export interface KeptHome {
  /** A call, as a command. */
  readonly command: (...args: string[]) => Promise<Command>;
  /** Forgets what is kept there, and its key. */
  readonly close: () => Promise<void>;
}

/** How the program is run that fills a home. */
export interface HomeOptions {
  /** Where the key is. */
  readonly store: "kernel" | "keyring";
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

async function writeProfile(home: string, origin: string): Promise<void> {
  await Deno.mkdir(home, { recursive: true, mode: 0o700 });
  const profile = {
    name: "work",
    authority: `${origin}/${TENANT_ID}`,
    clientId: CLIENT_ID,
    clientSecret: "env:BENCH_CLIENT_SECRET",
    scopes: [SCOPE],
  };
  await Deno.writeTextFile(
    `${home}/profiles.json`,
    JSON.stringify({ version: 1, profiles: [profile] }),
  );
}

/**
 * Makes a home, and gets the tokens of some calls.
 *
 * @param bench Whom to ask, and where the home may be.
 * @param calls Arguments of `get-token`, call by call.
 * @param options Where its key is.
 * @throws {Error} If a token cannot be had or kept.
 */
export async function keptHome(
  { authority, folder }: Bench,
  { calls, store, env = {} }: HomeOptions & {
    readonly calls: readonly (readonly string[])[];
  },
): Promise<KeptHome> {
  const home = `${folder}/home-${store}`;
  await writeProfile(home, authority.origin);
  const own = { ...env, ENTRADA_HOME: home, ENTRADA_TOKEN_STORE: store };
  const command = async (...args: string[]): Promise<Command> => ({
    argv: await product(...args),
    env: own,
  });
  for (const call of calls) {
    const { argv } = await command("get-token", ...call);
    // The first call gets the token, the second one is remembered.
    for (let time = 0; time < 2; time++) {
      await runProcess({ argv, env: { ...authority.env, ...own } });
    }
  }
  return {
    command,
    close: async () =>
      void await runProcess(await command("logout", "--all", "--yes")),
  };
}
