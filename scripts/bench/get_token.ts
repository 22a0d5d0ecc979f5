import type { Bench } from "./figure.ts";
import {
  type Authority,
  CLIENT_ID,
  SCOPE,
  TENANT_ID,
} from "./local_authority.ts";
import { type Command, runProcess } from "./process.ts";
import { product, script } from "./product.ts";
import type { Competitor } from "./runner.ts";

/** What the table calls the product. */
export const OURS = "entrada get-token";
/** What the table calls the floor. */
export const ONE_FETCH = "Deno, one fetch";

/** A program that prints a token, as a competitor. */
export function tokenGetter(name: string, command: Command): Competitor {
  const hasToken = (stdout: string) =>
    /\bey[\w-]+\.[\w-]+\.[\w-]+/.test(stdout);
  return { name, run: () => runProcess(command, hasToken) };
}

/** The floor: a script with one `fetch`. */
export function oneFetch({ env }: Authority): Competitor {
  const argv = script("floors/one_fetch.ts", "--allow-env", "--allow-net");
  return tokenGetter(ONE_FETCH, { argv, env });
}

/** The product, without its cache and with an empty home. */
export async function ours({ authority, folder }: Bench): Promise<Competitor> {
  const argv = await product(
    "get-token",
    ...["--authority", `${authority.origin}/${TENANT_ID}`],
    ...["--client-id", CLIENT_ID],
    ...["--client-secret-env", "BENCH_CLIENT_SECRET"],
    ...["--flow", "client-credentials", "--scope", SCOPE, "--no-cache"],
  );
  const env = { ...authority.env, ENTRADA_HOME: `${folder}/home` };
  return tokenGetter(OURS, { argv, env });
}
