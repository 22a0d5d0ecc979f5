import type { ApplicationSeed, RequiredPermissionsSeed } from "./world.ts";

/** The ids that the registrations refer to. */
export interface ApplicationIds {
  readonly tenantId: string;
  /** Object id of the user who owns some of them. */
  readonly owner: string;
  readonly graph: string;
  readonly arm: string;
  readonly orders: string;
}

const AREAS = [
  "Billing",
  "Catalog",
  "Claims",
  "Customer",
  "Delivery",
  "Finance",
  "Fleet",
  "Identity",
  "Inventory",
  "Logistics",
  "Payroll",
  "Procurement",
  "Support",
];

/** What each kind of program asks for: nothing, one API, or several. */
const KINDS: readonly (readonly [
  kind: string,
  permissions: (ids: ApplicationIds) => readonly RequiredPermissionsSeed[],
])[] = [
  ["API", () => []],
  ["Batch", ({ graph }) => [{ api: graph, roles: ["User.Read.All"] }]],
  ["Bot", ({ graph }) => [{ api: graph, scopes: ["User.Read", "Mail.Read"] }]],
  ["Console", ({ graph, arm }) => [
    { api: arm, scopes: ["user_impersonation"] },
    { api: graph, scopes: ["User.Read"] },
  ]],
  ["Dashboard", ({ graph, orders }) => [
    { api: orders, scopes: ["Orders.Read"] },
    { api: graph, scopes: ["User.Read"] },
  ]],
  ["Gateway", ({ orders }) => [{ api: orders, roles: ["Orders.Read.All"] }]],
  ["Importer", ({ graph, arm, orders }) => [
    { api: graph, scopes: ["User.Read"], roles: ["User.Read.All"] },
    { api: arm, scopes: ["user_impersonation"] },
    { api: orders, roles: ["Orders.Read.All"] },
  ]],
  ["Portal", ({ graph }) => [{ api: graph, scopes: ["User.Read"] }]],
  ["Sync", ({ graph }) => [
    { api: graph, roles: ["Application.Read.All", "User.Read.All"] },
  ]],
  ["Worker", () => []],
];

const DAY_MS = 86_400_000;

/** The same at every start, and spread out as ids are. */
function idOf(index: number): string {
  const spread = (index * 0x9e3779b1 + 0x2545f491) >>> 0;
  const other = (index * 0x85ebca6b + 0x165667b1) >>> 0;
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  const [first, second] = [hex(spread), hex(other)];
  return [
    first,
    second.slice(0, 4),
    `4${second.slice(4, 7)}`,
    `9${first.slice(1, 4)}`,
    `${second}${first.slice(4)}`,
  ].join("-");
}

/** As many registrations as need more than one page of Graph's; the owner has those of every tenth kind. */
export function createApplications(
  ids: ApplicationIds,
): readonly ApplicationSeed[] {
  return AREAS.flatMap((area, row) =>
    KINDS.map(([kind, permissions], column) => {
      const index = row * KINDS.length + column;
      return {
        client_id: idOf(index),
        name: `${area} ${kind}`,
        tenant_id: ids.tenantId,
        created_at: new Date(Date.UTC(2023, 0, 2, 9) + index * 5 * DAY_MS)
          .toISOString(),
        ...(kind === "Worker" ? { owners: [ids.owner] } : {}),
        required_permissions: permissions(ids),
      };
    })
  );
}
