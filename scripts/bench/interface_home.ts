import type { Bench } from "./figure.ts";
import type { Command } from "./process.ts";
import { product } from "./product.ts";

/**
 * The interface with so many profiles.
 *
 * @param count How many.
 * @param bench Where its home may be.
 * @returns The command that opens it.
 */
export async function interfaceWith(
  count: number,
  { folder }: Bench,
): Promise<Command> {
  const home = `${folder}/home-of-${count}`;
  await Deno.mkdir(home, { recursive: true });
  const profiles = Array.from({ length: count }, (_, index) => ({
    name: `profile-${String(index).padStart(4, "0")}`,
    tenant: "contoso.onmicrosoft.com",
    clientId: "22222222-3333-4444-8555-666666666666",
    scopes: ["https://graph.microsoft.com/.default"],
  }));
  await Deno.writeTextFile(
    `${home}/profiles.json`,
    JSON.stringify({ version: 1, profiles }),
  );
  return { argv: await product(), env: { ENTRADA_HOME: home } };
}
