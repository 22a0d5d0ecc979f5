import { derOf } from "./assertions/certificate_text.ts";
import type { WorldSeed } from "./world.ts";
import { checkShape } from "./world_shape.ts";

/** The tenant of all personal accounts. */
export const PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** The tenant in which Microsoft registers its own applications. */
export const MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Refuses a world that cannot work, before anything is served.
 *
 * @throws {TypeError} names the member that is wrong
 */
export function checkWorld(world: WorldSeed): void {
  checkShape(world);
  if (world.tenants.length === 0) {
    throw new TypeError('Cannot use the world: "tenants" is empty');
  }
  checkIds("tenants", world.tenants.map(({ id }) => id));
  checkIds("users", world.users.map(({ oid }) => oid));
  const applications = world.applications ?? [];
  checkIds("clients", world.clients.map(({ client_id }) => client_id));
  checkIds("applications", [
    ...applications.map(({ client_id }) => client_id),
    ...world.clients.map(({ client_id }) => client_id),
  ]);
  checkIds("apis", world.apis.map(({ id }) => id));
  const identities = world.managed_identities ?? [];
  checkIds("managed_identities", identities.map(({ client_id }) => client_id));
  checkTenants(world);
  checkText(world);
  checkCertificates(world);
}

function checkIds(list: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, id] of ids.entries()) {
    if (typeof id !== "string" || !GUID.test(id)) {
      throw new TypeError(
        `Cannot use the world: the id of "${list}[${index}]" is not a GUID`,
      );
    }
    if (seen.has(id.toLowerCase())) {
      throw new TypeError(
        `Cannot use the world: "${list}[${index}]" repeats the id "${id}"`,
      );
    }
    seen.add(id.toLowerCase());
  }
}

function checkTenants(world: WorldSeed): void {
  const known = new Set(world.tenants.map(({ id }) => id.toLowerCase()));
  // Every authority has these two.
  for (const id of [PERSONAL_TENANT, MICROSOFT_TENANT]) known.add(id);
  const lists = [
    "users",
    "clients",
    "applications",
    "managed_identities",
  ] as const;
  for (const list of lists) {
    for (const [index, { tenant_id }] of (world[list] ?? []).entries()) {
      if (!known.has(String(tenant_id).toLowerCase())) {
        throw new TypeError(
          `Cannot use the world: "${list}[${index}]" names the unknown tenant "${tenant_id}"`,
        );
      }
    }
  }
}

function checkText(world: WorldSeed): void {
  const texts: readonly (readonly [string, unknown])[] = [
    ...world.tenants.map(({ domain }, i) =>
      [`tenants[${i}].domain`, domain] as const
    ),
    ...world.users.flatMap((user, i) => [
      [`users[${i}].username`, user.username] as const,
      [`users[${i}].password`, user.password] as const,
    ]),
    ...world.apis.map(({ uri }, i) => [`apis[${i}].uri`, uri] as const),
    ...world.clients.flatMap(({ federated_credentials = [] }, i) =>
      federated_credentials.flatMap(({ issuer, subject, audience }) =>
        [issuer, subject, audience].map((value) =>
          [`clients[${i}].federated_credentials`, value] as const
        )
      )
    ),
  ];
  for (const [name, value] of texts) {
    if (typeof value !== "string" || value === "") {
      throw new TypeError(`Cannot use the world: "${name}" is not a text`);
    }
  }
}

function checkCertificates({ clients }: WorldSeed): void {
  for (const [index, { certificates = [] }] of clients.entries()) {
    for (const { certificate_pem } of certificates) {
      try {
        derOf(certificate_pem);
      } catch (cause) {
        throw new TypeError(
          `Cannot use the world: "clients[${index}].certificates" has a text that is no certificate`,
          { cause },
        );
      }
    }
  }
}
