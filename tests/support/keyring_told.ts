/** What the program tells of a situation, and what it does then. */
import assert from "node:assert/strict";
import type { ProtectionName } from "../../src/adapters/protection/protection.ts";
import {
  type Ended,
  type KeyringMachine,
  placesIn,
  type RunHow,
} from "./keyring_machine.ts";
import { injecting } from "./keyring_session.ts";

/** A token for an application. */
export const CALL = ["get-token", "-p", "job"];

/** Nothing but the program itself can be started. */
export const ALONE = { PATH: "/nonexistent" };

/** As the filter of container engines: the calls are there, and forbidden. */
export const CONTAINER: RunHow = {
  over: (words) => [
    ...injecting("add_key,keyctl,request_key", "EPERM"),
    ...words,
  ],
  env: ALONE,
};

/** The run wrote a token, and nothing else, on standard output. */
export function assertToken({ code, stdout, stderr }: Ended): void {
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
}

/** A finding of `doctor`. */
export interface Told {
  readonly id: string;
  readonly message: string;
  readonly fix?: string;
  readonly details?: Readonly<Record<string, string>>;
}

/** Runs `doctor`; its findings by their ids. */
export async function doctorSays(
  { run }: KeyringMachine,
  how: RunHow,
): Promise<(id: string) => Told | undefined> {
  const { stdout, stderr } = await run(["doctor", "--offline", "--json"], how);
  assert.notEqual(stdout, "", stderr);
  const { findings } = JSON.parse(stdout);
  return (id) => findings.find((each: Told) => each.id === id);
}

/** What `cache list` and `doctor` tell is what `get-token` did. */
export async function assertTold(
  machine: KeyringMachine,
  { name, how }: { readonly name: ProtectionName; readonly how: RunHow },
): Promise<void> {
  const { stdout, stderr } = await machine.run(
    ["cache", "list", "--json"],
    how,
  );
  assert.equal(JSON.parse(stdout).protection.name, name, stderr);
  const found = await doctorSays(machine, how);
  assert.equal(found("protection")?.details?.protection, name);
}

/** The first call keeps its token there, and the second one has it from there. */
export async function assertKept(
  machine: KeyringMachine,
  { name, says, how }: {
    readonly name: ProtectionName;
    readonly says: RegExp;
    readonly how: RunHow;
  },
): Promise<Ended> {
  const first = await machine.run(CALL, how);
  assertToken(first);
  assert.match(first.stderr, says);
  const before = machine.authority.requests();
  const second = await machine.run(CALL, how);
  assert.equal(second.stdout, first.stdout, second.stderr);
  assert.equal(second.stderr, "");
  assert.equal(machine.authority.requests(), before, "nothing was sent");
  assert.deepEqual(await placesIn(machine.state), [name]);
  await assertTold(machine, { name, how });
  return second;
}
