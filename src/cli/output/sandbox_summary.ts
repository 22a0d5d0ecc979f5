import type { StartSandbox } from "../commands/sandbox.ts";
import { tableLines } from "./table.ts";

/** What the sandbox says of itself. */
type Ready = Awaited<ReturnType<StartSandbox>>["ready"];

function section(
  title: string,
  rows: readonly (readonly string[])[],
): string[] {
  return rows.length === 0
    ? []
    : [title, ...tableLines(rows).map((line) => `  ${line}`), ""];
}

/** The commands name the sandbox's own secrets, which open nothing else. */
function commands(ready: Ready): string[] {
  const person = ready.clients.find((client) => client.type === "public");
  const program = ready.clients.find((client) =>
    client.client_secret !== undefined
  );
  const resource = ready.apis[0]?.uri;
  const at = `--authority ${ready.authority}`;
  return [
    ...(person === undefined || resource === undefined ? [] : [
      `  entrada get-token ${at} --client-id ${person.client_id} --resource ${resource} -f device-code`,
    ]),
    ...(program === undefined || resource === undefined ? [] : [
      `  printf %s '${program.client_secret}' | entrada get-token ${at} --client-id ${program.client_id} --client-secret-stdin --resource ${resource}`,
    ]),
  ];
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
    `Authority  ${ready.authority}`,
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
