// Drives every row of the table of the contract.
import assert from "node:assert/strict";
import { validate } from "../support/json_schema.ts";
import { SECRETS } from "./contract_names.ts";
import type { ContractRow } from "./contract_row.ts";
import { CONTRACT } from "./contract_table.ts";
import { type ContractRan, runAll, runLine } from "./contract_world.ts";
import { unsafeCharacters } from "./fake_io.ts";

function assertStdout(
  { stdout }: ContractRow,
  ran: ContractRan,
) {
  if (typeof stdout === "string") {
    const isLines = stdout === "watch";
    const texts = isLines ? ran.stdout.trimEnd().split("\n") : [ran.stdout];
    for (const text of texts) validate(stdout, JSON.parse(text));
  } else if (stdout !== undefined) {
    assert.match(ran.stdout, stdout);
  } else {
    assert.equal(ran.stdout, "", "nothing on standard output");
  }
}

/** What holds for every command line. */
function assertManners(
  { run, code = 0, world }: ContractRow,
  ran: ContractRan,
) {
  const told = ran.stderr;
  // The sandbox's secrets are there to be shown.
  const shown = run.startsWith("sandbox") ? told : told + ran.stdout;
  for (const secret of Object.values(SECRETS)) {
    assert.ok(!shown.includes(secret), "no secret is shown");
  }
  assert.doesNotMatch(told, /eyJ[\w-]{20,}/, "no token on standard error");
  assert.doesNotMatch(told, /^\s+at .*:\d+:\d+/m, "no stack trace");
  if (world?.terminals === undefined) {
    assert.deepEqual(unsafeCharacters(told), []);
    assert.deepEqual(unsafeCharacters(ran.stdout.replaceAll("\t", " ")), []);
  }
  const isOthers = /^exec\b.* -- /.test(run) && code < 64;
  if (code !== 0 && code !== 130 && !isOthers && run !== "") {
    assert.match(told, /^Error: [A-Z0-9-].*[^.]$/m, "one clear sentence");
  }
}

async function runRow(row: ContractRow): Promise<void> {
  const {
    run,
    code = 0,
    stderr,
    sent = [],
    kept: [path = "", ...kept] = [""],
  } = row;
  const ran = await runLine(run, row.world);
  assert.equal(ran.code, code, ran.stderr);
  assertStdout(row, ran);
  if (stderr !== undefined) assert.match(ran.stderr, stderr);
  for (const each of sent) assert.match(ran.sent, each);
  for (const each of kept) assert.match(ran.after.get(path) ?? "", each);
  assertManners(row, ran);
}

const BY_COMMAND = Map.groupBy(
  CONTRACT,
  ({ run }) =>
    /^(config|cache|vault) \w+|^[a-z-]*/.exec(run)?.[0].replace(/^-.*/, ""),
);

for (const [command, rows] of BY_COMMAND) {
  const name = command || "without a command";
  Deno.test(`entrada ${name} does what its ${rows.length} rows of the contract say`, async () => {
    const nameOf = ({ run }: ContractRow) => `entrada ${run}`;
    const failures = await runAll(rows, { run: runRow, nameOf });
    assert.equal(failures.join("\n\n"), "");
  });
}
