/**
 * A script that wants the token which the profile `work` of the program has:
 * its arguments are the authority and the client. Writes it on stdout.
 */
import { createClient, createFileTokenStore } from "../../mod.ts";

const [authority = "", clientId = ""] = Deno.args;
const client = createClient({
  authority,
  clientId,
  cache: createFileTokenStore({ protection: "kernel" }),
  partition: "profile work",
});
const { accessToken } = await client.getToken(["User.Read"], {
  flow: "device-code",
  noInteraction: true,
});
Deno.stdout.writeSync(new TextEncoder().encode(`${accessToken}\n`));
