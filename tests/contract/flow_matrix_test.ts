import assert from "node:assert/strict";
import { decodeToken } from "../../src/engine/jwt/decode.ts";
import { ADA } from "./authority_world.ts";
import { CELLS, type Door, GAPS, nameOf } from "./flow_matrix_cells.ts";
import { askLibrary } from "./flow_matrix_library.ts";
import { askProgram } from "./flow_matrix_program.ts";
import { type Asked, prepare } from "./flow_matrix_request.ts";
import { matrixText, writeMatrix, writtenMatrix } from "./flow_matrix_table.ts";
import {
  clientOf,
  freePort,
  type MatrixAuthority,
  openOracle,
  openSandbox,
} from "./flow_matrix_world.ts";

const DOORS: Readonly<Record<Door, (asked: Asked) => Promise<string>>> = {
  "`mod.ts`": askLibrary,
  CLI: askProgram,
};

/** How a token says that its client proved itself (`appidacr`, `azpacr`). */
const PROVEN: Readonly<Record<string, string>> = {
  none: "0",
  secret: "1",
  certificate: "2",
  assertion: "2",
};

function checkToken(
  token: string,
  { proof, authority, lent, machine, flow }: Asked,
): void {
  const { payload } = decodeToken(token);
  // Cloud Shell hands out its user's own token.
  if (proof === "Cloud Shell") return assert.equal(payload.upn, ADA.username);
  if (lent !== undefined) return assert.equal(token, lent);
  if (machine.identity !== undefined) {
    const ids = authority.hosts?.identities.map((each) => each.client_id);
    return assert.ok(ids?.includes(String(payload.appid)));
  }
  assert.equal(payload.appid, clientOf(proof));
  assert.equal(payload.appidacr, PROVEN[proof]);
  assert.equal(payload.idtyp === "app", flow === "client-credentials");
}

async function withAuthorities(
  work: (
    open: Readonly<Record<MatrixAuthority["name"], MatrixAuthority>>,
    folder: string,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const port = freePort();
  const sandbox = await openSandbox({ port, folder });
  const oracle = await openOracle(port);
  try {
    await work({ sandbox, oracle }, folder);
  } finally {
    await Promise.all([sandbox.close(), oracle.close()]);
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Every flow that is promised comes to a token, and the README says so", async (t) => {
  const reached = new Set<string>();
  await withAuthorities(async (open, folder) => {
    for (const cell of CELLS) {
      if (GAPS.some(({ has }) => has(cell))) continue;
      const authority = open[cell.authority];
      const done = await t.step(nameOf(cell), async () => {
        const asked = await prepare(cell, { authority, folder });
        checkToken(await DOORS[cell.door](asked), asked);
      });
      if (done) reached.add(nameOf(cell));
    }
  });
  const empty = CELLS.filter((cell) => !reached.has(nameOf(cell)));
  const known = CELLS.filter((cell) => GAPS.some(({ has }) => has(cell)));
  assert.deepEqual(empty.map(nameOf), known.map(nameOf));
  const text = matrixText(reached);
  if (Deno.args.includes("--update")) await writeMatrix(text);
  assert.equal(
    await writtenMatrix(),
    text,
    "The README is out of date: deno test --lock=tests/deno.lock --allow-all tests/contract/flow_matrix_test.ts -- --update",
  );
});
