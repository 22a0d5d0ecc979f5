import type { Bench } from "./figure.ts";
import { CLIENT_ID, SCOPE, TENANT_ID } from "./local_authority.ts";
import { type Command, runProcess } from "./process.ts";
import { product } from "./product.ts";

/** A home with so many profiles, and as many records of tokens. */
export interface CrowdedHome {
  /** A command in it. */
  readonly command: (...args: string[]) => Promise<Command>;
  /** Bytes of the file with the token of the profile `work`. */
  readonly recordBytes: number;
  /** Forgets what is kept there, and its key. */
  readonly close: () => Promise<void>;
}

async function writeProfiles(
  home: string,
  { count, origin }: { readonly count: number; readonly origin: string },
): Promise<void> {
  await Deno.mkdir(home, { recursive: true, mode: 0o700 });
  const profiles = Array.from({ length: count }, (_, index) => ({
    // In the middle, as far from both ends as can be.
    name: index === Math.floor(count / 2) ? "work" : `profile-${index}`,
    authority: `${origin}/${TENANT_ID}`,
    clientId: CLIENT_ID,
    clientSecret: "env:BENCH_CLIENT_SECRET",
    scopes: [SCOPE],
  }));
  await Deno.writeTextFile(
    `${home}/profiles.json`,
    JSON.stringify({ version: 1, profiles }, undefined, 2),
  );
}

/** Copies under other names: sealed files that nobody opens. */
async function crowd(folder: string, count: number): Promise<number> {
  const [record] = [...Deno.readDirSync(folder)].filter(({ name }) =>
    name.endsWith(".tokens")
  );
  if (record === undefined) throw new Error("nothing is kept");
  const bytes = await Deno.readFile(`${folder}/${record.name}`);
  for (let index = 1; index < count; index++) {
    const name = index.toString(16).padStart(32, "0");
    await Deno.writeFile(`${folder}/${name}.tokens`, bytes, { mode: 0o600 });
  }
  return bytes.length;
}

/**
 * Makes a home with many profiles and records.
 *
 * @param bench Whom to ask, and where the home may be.
 * @param count How many.
 * @throws {Error} If a token cannot be had or kept.
 */
export async function crowdedHome(
  { authority, folder }: Bench,
  count: number,
): Promise<CrowdedHome> {
  const home = `${folder}/home-${count}`;
  await writeProfiles(home, { count, origin: authority.origin });
  const env = {
    ...authority.env,
    ENTRADA_HOME: home,
    ENTRADA_TOKEN_STORE: "kernel",
  };
  const command = async (...args: string[]): Promise<Command> => ({
    argv: await product(...args),
    env,
  });
  for (let time = 0; time < 2; time++) {
    await runProcess(await command("get-token", "-p", "work"));
  }
  return {
    command,
    recordBytes: await crowd(`${home}/state/kernel`, count),
    close: async () =>
      void await runProcess(await command("logout", "--all", "--yes")),
  };
}
