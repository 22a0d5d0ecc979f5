import type { Authority } from "./authority.ts";
import { epochSeconds } from "./clock.ts";
import { refusal } from "./refusals.ts";
import type { UserSeed } from "./world.ts";

/**
 * From now on APIs ask for tokens that are newer than this moment.
 *
 * @throws {EntraRefusal} 50034
 */
export function challenge(authority: Authority, subject: string): void {
  const { clock, directory, store } = authority;
  const client = directory.world.clients.find(({ client_id }) =>
    client_id.toLowerCase() === subject.toLowerCase()
  );
  const ids = client === undefined
    ? idsOf(findUser(authority, subject))
    : [client.client_id];
  for (const id of ids) {
    store.challenged.set(id.toLowerCase(), epochSeconds(clock));
  }
}

/**
 * Ends all that a user gave: browsers' sessions, codes, refresh tokens.
 *
 * @throws {EntraRefusal} 50034
 */
export function revoke(authority: Authority, username: string): void {
  const { store } = authority;
  const user = findUser(authority, username);
  challenge(authority, username);
  const grants = [
    ...[...store.codes.values()].map(({ grant }) => grant),
    ...[...store.devices.values()].map(({ grant }) => grant),
    ...[...store.refreshTokens.values()].map(({ grant }) => grant),
  ];
  for (const grant of grants) {
    if (grant?.user === user) store.revokedGrants.add(grant.id);
  }
  for (const session of store.sessions.values()) {
    session.users.delete(user.oid);
  }
}

function findUser({ directory }: Authority, username: string): UserSeed {
  const user = directory.user(username);
  if (user === undefined) {
    throw refusal(50034, { username, tenant: "the sandbox" });
  }
  return user;
}

// A guest has another object id in each tenant.
function idsOf({ oid, guest_of = [] }: UserSeed): readonly string[] {
  return [oid, ...guest_of.map((guest) => guest.oid)];
}
