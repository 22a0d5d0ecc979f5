import { sanitizeText } from "../../engine/text.ts";
import type { StartSandbox } from "../commands/sandbox.ts";
import { tableLines } from "./table.ts";

/** What the sandbox says of itself. */
type Ready = Awaited<ReturnType<StartSandbox>>["ready"];

function section(
  title: string,
  rows: readonly (readonly string[])[],
): string[] {
  const shown = rows.map((row) => row.map((cell) => sanitizeText(cell)));
  return rows.length === 0
    ? []
    : [title, ...tableLines(shown).map((line) => `  ${line}`), ""];
}

/** What a client proves itself by and comes back to; worth nothing elsewhere. */
function registered(ready: Ready): string[][] {
  return ready.clients.flatMap((client) => {
    const { name, client_secret: secret, certificate, redirect_uris } = client;
    const facts = [
      ...(secret === undefined ? [] : [["secret", secret]]),
      ...(certificate === undefined
        ? []
        : [["certificate", "--json has it, with its key"]]),
      ...redirect_uris.map((uri) => ["redirect", uri]),
    ];
    return facts.map((fact, index) => [index === 0 ? name : "", ...fact]);
  });
}

/** A word of a command, for POSIX shells. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function argument(word: string): string {
  return /^[A-Za-z0-9/:.@_][A-Za-z0-9/:.@_-]*$/.test(word)
    ? word
    : quoted(word);
}

/** The commands name the sandbox's own secrets, which open nothing else. */
function commands(ready: Ready): string[] {
  const person = ready.clients.find((client) => client.type === "public");
  const program = ready.clients.find((client) =>
    client.client_secret !== undefined
  );
  const uri = ready.apis[0]?.uri;
  if (uri === undefined) return [];
  const call = (clientId: string) =>
    `entrada get-token --authority ${argument(ready.authority)}` +
    ` --client-id ${argument(clientId)}`;
  const resource = ` --resource ${argument(uri)}`;
  const found = [
    person && `${call(person.client_id)}${resource} -f device-code`,
    program?.client_secret &&
    `printf %s ${quoted(program.client_secret)} | ${
      call(program.client_id)
    } --client-secret-stdin${resource}`,
  ];
  // A command that cannot be shown as it is would be another command.
  return found.flatMap((line) =>
    line && sanitizeText(line) === line ? [`  ${line}`] : []
  );
}

/**
 * Tells people what the sandbox offers.
 *
 * @param ready What the sandbox says of itself.
 * @returns Lines with a final newline.
 */
export function sandboxSummary(ready: Ready): string {
  const lines = [
    `A sandbox, not Microsoft: its tokens open nothing.`,
    "",
    `Authority  ${sanitizeText(ready.authority)}`,
    "",
    ...section(
      "Tenants",
      ready.tenants.map((tenant) => [tenant.id, tenant.domain]),
    ),
    ...section(
      "Clients",
      ready.clients.map((
        client,
      ) => [client.client_id, client.name, client.type]),
    ),
    ...section("Secrets and redirect URIs", registered(ready)),
    ...section(
      "Users",
      ready.users.map((user) => [user.username, `password ${user.password}`]),
    ),
    ...section(
      "APIs",
      ready.apis.map((api) => [api.uri, api.scopes.join(" ")]),
    ),
    "Try",
    ...commands(ready),
  ];
  return lines.join("\n") + "\n";
}
